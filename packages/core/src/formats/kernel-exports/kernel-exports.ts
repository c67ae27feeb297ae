import { FormatError } from "../../io/format-error.ts";
import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import type { KernelSymbols } from "../kallsyms/kernel-symbols.ts";
import { type KernelSymbol, readKsymtab } from "../ksymtab/ksymtab.ts";
import { exportTables, GPL_ONLY_FLAG } from "../ksymtab/tables.ts";
import type { TableBounds } from "./bounds.ts";
import type { EntryForm } from "./entry-form.ts";
import { findRawTables } from "./raw-tables.ts";
import { isIdentifierAt, printableAt } from "../kernel-pointers/strings-at.ts";

/**
 * Everything that an unpacked kernel exports, table by table: through its sections where it is an ELF file that names
 * them, else through kallsyms, else where it looks like tables of exports. `undefined` when none are found: the kernel
 * loads no modules (CONFIG_MODULES is not set), or is of a kind that kofit cannot read.
 *
 * @throws {FormatError} if the tables are damaged.
 */
export async function readKernelExports(symbols: KernelSymbols): Promise<KernelSymbol[] | undefined> {
  const { elf, kernel } = symbols;
  if (elf && exportTables.some(({ symbols: name }) => elf.allocSection(name))) return readKsymtab(elf);
  const found = findRawTables(symbols);
  return found?.tables.flatMap((table) => readTable(kernel, table, found.form));
}

function readTable(
  { kernel, name: source, littleEndian }: KernelBytes,
  { start, end, gplOnly, crcs, flags }: TableBounds,
  { size, pointer, target }: EntryForm,
): KernelSymbol[] {
  const count = (end - start) / size;
  const damaged = (at: number, what: string): never => {
    throw new FormatError(source, at, what);
  };
  if (!Number.isInteger(count))
    damaged(start, `exports of ${size} bytes expected, the table has ${end - start}`);
  const inside = (at: number | undefined, length: number): boolean => (at ?? 0) + length <= kernel.length;
  if (!inside(crcs, 4 * count) || !inside(flags, count)) damaged(start, `${count} CRCs and flags expected`);
  const view = new DataView(kernel.buffer, kernel.byteOffset, kernel.byteLength);
  return Array.from({ length: count }, (_, row) => {
    const at = start + row * size;
    const nameAt = target(at + pointer);
    const symbol = isIdentifierAt(kernel, nameAt) ? printableAt(kernel, nameAt) : undefined;
    // NULL is the address 0, or the distance 0.
    const namespaceAt = target(at + 2 * pointer);
    const namespace = namespaceAt === at + 2 * pointer ? "" : printableAt(kernel, namespaceAt);
    return {
      symbol: symbol ?? damaged(at, "an export that points to its name expected"),
      gplOnly: flags === undefined ? gplOnly : ((kernel[flags + row] ?? 0) & GPL_ONLY_FLAG) !== 0,
      ...(namespace !== undefined && namespace !== "" && { namespace }),
      ...(crcs !== undefined && { crc: view.getUint32(crcs + 4 * row, littleEndian) }),
    };
  });
}
