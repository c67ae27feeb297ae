import type { NameColumn } from "../../model/names.ts";
import { damaged, type SectionBytes } from "../elf/section-bytes.ts";

/** CRCs of imported symbols, by row. */
export interface CrcColumn {
  readonly names: NameColumn;
  readonly crcs: Uint32Array;
  /** The upper half of each CRC; absent when all are 0, as modpost writes them. */
  readonly high?: Uint32Array;
}

/** `sizeof(struct modversion_info)` of either class: MODULE_NAME_LEN is 64 less the CRC. include/linux/module.h */
const ENTRY_SIZE = 64;
const DOT = 0x2e;

/**
 * `__versions`: an array of `struct modversion_info { unsigned long crc; char name[]; }`. A rest that is no whole
 * entry is left out, as check_version() does. The names stay where they are.
 *
 * @param dotted whether the loader drops one leading dot: dedotify_versions() in arch/powerpc/kernel/module_64.c
 */
export function parseVersions(section: SectionBytes, dotted: boolean): CrcColumn {
  const { bytes, view, encoding } = section;
  const { littleEndian: le, wordSize } = encoding;
  const count = Math.floor(bytes.length / ENTRY_SIZE);
  const crcs = new Uint32Array(count);
  const at = new Uint32Array(count);
  const low = wordSize === 8 && !le ? 4 : 0;
  const highAt = le ? 4 : 0;
  let high: Uint32Array | undefined;
  for (let row = 0, base = 0; row < count; row += 1, base += ENTRY_SIZE) {
    crcs[row] = view.getUint32(base + low, le);
    const upper = wordSize === 8 ? view.getUint32(base + highAt, le) : 0;
    if (upper !== 0) (high ??= new Uint32Array(count))[row] = upper;
    at[row] = base + wordSize + (dotted && bytes[base + wordSize] === DOT ? 1 : 0);
  }
  return { names: { count, bytes, at }, crcs, ...(high && { high }) };
}

/**
 * `__version_ext_crcs`, an array of u32, and `__version_ext_names`, as many NUL-terminated names: since
 * v6.14 elf_validity_cache_index_versions() in kernel/module/main.c wants both or none.
 *
 * @param dotted as for {@link parseVersions}
 * @throws {FormatError} if there are fewer names than CRCs.
 */
export function parseExtendedVersions(crcs: SectionBytes, names: SectionBytes, dotted: boolean): CrcColumn {
  const count = Math.floor(crcs.bytes.length / 4);
  const { bytes } = names;
  const column = { names: { count, bytes, at: new Uint32Array(count) }, crcs: new Uint32Array(count) };
  for (let row = 0, start = 0; row < count; row += 1) {
    const end = bytes.indexOf(0, start);
    if (end < 0) damaged(names, start, `${count} names expected, ${row} found`);
    column.crcs[row] = crcs.view.getUint32(row * 4, crcs.encoding.littleEndian);
    column.names.at[row] = start + (dotted && bytes[start] === DOT ? 1 : 0);
    start = end + 1;
  }
  return column;
}
