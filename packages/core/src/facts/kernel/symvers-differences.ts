import { type ExportTable, exportAt, findExport } from "../../model/exports.ts";
import { type Fact, known } from "../../model/fact.ts";
import { nameOf } from "../../model/names.ts";
import type { ExportClaim, SymversDifference, SymversDifferences } from "../../model/symvers-differences.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { attempt } from "../read-fact.ts";
import { exportTableOf } from "./export-rows.ts";
import { imageExports } from "./image-symbols.ts";
import { giveHeaders } from "./remedies.ts";
import { symversOf } from "./symvers.ts";

const IMAGE = "vmlinux";
/** Lines that are kept: those of a `Module.symvers` of another build altogether, of which a kernel has 25,000. */
const MAX_LINES = 1 << 16;

/**
 * Compares `Module.symvers` with the image, where both were given; `undefined` when they agree, or when there is nothing
 * to compare: an image that only stands beside what was given is not unpacked for it.
 */
export async function symversDifferences(
  artifacts: Artifacts,
): Promise<Fact<SymversDifferences | undefined>> {
  const { image, symvers, imageIsBeside } = artifacts;
  if (!image || !symvers || imageIsBeside) return known(undefined, { input: "no image to compare with" });
  const origin = { input: image.name, part: symvers.name };
  const compared = async (): Promise<Fact<SymversDifferences | undefined>> => {
    const [found, listed] = [await imageExports(artifacts), await symversOf(artifacts)];
    const table = found?.known ? exportTableOf([{ owner: IMAGE, exports: found.value }]) : undefined;
    if (!table || !listed?.table.owners.includes(IMAGE)) return known(undefined, origin);
    const lines = differing(listed.table, table);
    const { length: count } = lines;
    if (count === 0) return known(undefined, origin);
    const names = { symvers: symvers.name, image: image.name };
    return known({ ...names, count, lines: lines.slice(0, MAX_LINES) }, origin);
  };
  const fact = await attempt(compared(), giveHeaders);
  // Damage is told by the facts that are read from it.
  return fact?.known ? fact : known(undefined, origin);
}

function differing(symvers: ExportTable, image: ExportTable): SymversDifference[] {
  const found: SymversDifference[] = [];
  for (let row = 0; row < symvers.names.count; row += 1) {
    if (symvers.owners[symvers.ownerIndex[row] ?? -1] !== IMAGE) continue;
    const symbol = nameOf(symvers.names, row);
    const theirs = claimOf(exportAt(symvers, row));
    const own = findExport(image, symbol);
    if (!own) found.push({ symbol, symvers: theirs });
    else if (!isSame(theirs, own)) found.push({ symbol, symvers: theirs, image: claimOf(own) });
  }
  for (let row = 0; row < image.names.count; row += 1) {
    const own = exportAt(image, row);
    if (findExport(symvers, own.symbol)?.owner !== IMAGE) {
      found.push({ symbol: own.symbol, image: claimOf(own) });
    }
  }
  return found;
}

const claimOf = ({ crc, gplOnly, namespace }: ExportClaim): ExportClaim => ({
  crc,
  gplOnly,
  ...(namespace !== undefined && { namespace }),
});

const isSame = (a: ExportClaim, b: ExportClaim): boolean =>
  a.crc === b.crc && a.gplOnly === b.gplOnly && a.namespace === b.namespace;
