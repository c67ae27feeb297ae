import { type SymbolTable, symbolLayout } from "../../formats/elf/symbols.ts";
import { sizeAt } from "../../formats/elf/word.ts";

/** Bytes of a section, from one offset to another. */
export interface Extent {
  readonly start: number;
  /** Behind its last byte. */
  end: number;
}

const STT_NOTYPE = 0;
const STT_FUNC = 2;

/** The functions of a section, by where they begin; those of no size are left out. */
export function functionExtents({ count, entries }: SymbolTable, section: number): Extent[] {
  const { at, size } = symbolLayout(entries.encoding);
  const { view, encoding } = entries;
  const { littleEndian } = encoding;
  const { st_shndx, st_info } = at;
  const found: Extent[] = [];
  for (let base = 0; base < count * size; base += size) {
    if (view.getUint16(base + st_shndx, littleEndian) !== section) continue;
    if ((view.getUint8(base + st_info) & 0xf) !== STT_FUNC) continue;
    const start = sizeAt(view, base + at.st_value, encoding);
    const length = sizeAt(view, base + at.st_size, encoding);
    if (length > 0) found.push({ start, end: start + length });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Where the functions of a section are, in order and apart from each other: what stands between them may be data. */
export function functionsIn(symbols: SymbolTable, section: number): Extent[] {
  const merged: Extent[] = [];
  for (const extent of functionExtents(symbols, section)) {
    const last = merged.at(-1);
    if (last && extent.start <= last.end) last.end = Math.max(last.end, extent.end);
    else merged.push(extent);
  }
  return merged;
}

/** The last of what begins at `offset` or before; `undefined` when nothing does. What is given is in order. */
export function lastFrom<T extends { readonly start: number }>(
  all: readonly T[],
  offset: number,
): T | undefined {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return all[low - 1];
}

/** Whether one of the extents, which are in order and apart from each other, holds `offset`. */
export const covers = (extents: readonly Extent[], offset: number): boolean =>
  (lastFrom(extents, offset)?.end ?? 0) > offset;

/**
 * Whether code is at an offset of a section. Mapping symbols tell (`$x` where code begins, `$d` where data does: AAELF64
 * and the ELF psABI of RISC-V); without them it is code where a function is.
 */
export function codeIn(symbols: SymbolTable, section: number): (offset: number) => boolean {
  const marks = mappingsIn(symbols, section);
  if (marks.length > 0) return (offset) => lastFrom(marks, offset)?.code === true;
  const functions = functionsIn(symbols, section);
  return (offset) => covers(functions, offset);
}

interface Mapping {
  readonly start: number;
  readonly code: boolean;
}

const [DOLLAR, X, D] = [0x24, 0x78, 0x64];

/** In order; where code and data begin in one place, it counts as data. */
function mappingsIn({ count, entries, strings }: SymbolTable, section: number): Mapping[] {
  const { at, size } = symbolLayout(entries.encoding);
  const { view, encoding } = entries;
  const marks: Mapping[] = [];
  for (let base = 0; base < count * size; base += size) {
    if (view.getUint16(base + at.st_shndx, encoding.littleEndian) !== section) continue;
    if (view.getUint8(base + at.st_info) !== STT_NOTYPE) continue;
    const name = view.getUint32(base + at.st_name, encoding.littleEndian);
    const kind = strings.bytes[name + 1];
    if (strings.bytes[name] !== DOLLAR || (kind !== X && kind !== D)) continue;
    marks.push({ start: sizeAt(view, base + at.st_value, encoding), code: kind === X });
  }
  return marks.sort((a, b) => a.start - b.start || Number(b.code) - Number(a.code));
}
