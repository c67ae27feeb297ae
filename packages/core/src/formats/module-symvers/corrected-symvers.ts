import { hex32 } from "../../model/hex.ts";
import type { ExportClaim, SymversDifference } from "../../model/symvers-differences.ts";

const IMAGE = "vmlinux";

/**
 * The text of a `Module.symvers` with what the image says of its own exports; lines of modules stay as they are. Lines that
 * are wrong are put right where they stand, those of no export are left out, and those that are missing come last.
 *
 * @param text a whole `Module.symvers`, as write_dump() in scripts/mod/modpost.c writes it.
 * @param differences all of them.
 */
export function correctedSymvers(text: string, differences: readonly SymversDifference[]): string {
  const bySymbol = new Map(differences.map((one) => [one.symbol, one]));
  const lines = text.split("\n").filter((line) => line !== "");
  const order = orderIn(lines);
  const found = lines.flatMap((line) => {
    const columns = line.replace(/\r$/, "").split("\t");
    const [, symbol = ""] = columns;
    const difference = columns[order.owner] === IMAGE ? bySymbol.get(symbol) : undefined;
    if (!difference) return [line];
    bySymbol.delete(symbol);
    return difference.image ? [lineOf(symbol, difference.image, order)] : [];
  });
  for (const [symbol, { image }] of bySymbol) if (image) found.push(lineOf(symbol, image, order));
  return found.map((line) => `${line}\n`).join("");
}

/** Where the columns are that moved: the namespace is the last one since Linux 5.6, was the third before, and is not up to 5.3. */
interface Order {
  readonly owner: number;
  readonly kind: number;
  readonly namespace?: number;
}

function orderIn(lines: readonly string[]): Order {
  const columns = lines[0]?.split("\t") ?? [];
  if (columns.length === 4) return { owner: 2, kind: 3 };
  return columns[4]?.startsWith("EXPORT_")
    ? { namespace: 2, owner: 3, kind: 4 }
    : { owner: 2, kind: 3, namespace: 4 };
}

function lineOf(symbol: string, { crc, gplOnly, namespace = "" }: ExportClaim, order: Order): string {
  const columns = [hex32(crc), symbol, "", ""];
  columns[order.owner] = IMAGE;
  columns[order.kind] = gplOnly ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL";
  if (order.namespace !== undefined) columns[order.namespace] = namespace;
  return columns.join("\t");
}
