import type { RelocationAt } from "../../model/relocations.ts";
import type { ElfHeader } from "../../formats/elf/header.ts";
import { layoutOf, noted, type RelocationTable } from "../../formats/elf/relocation-table.ts";
import { type SymbolTable, symbolLayout } from "../../formats/elf/symbols.ts";

// On riscv an address is put together by two instructions. The relocation of the second is against a label at the first,
// and the loader looks for the relocation that stands there, in the same table.

// R_RISCV_GOT_HI20, PCREL_HI20
const HIGH: ReadonlySet<number> = new Set([20, 23]);
// R_RISCV_PCREL_LO12_I, PCREL_LO12_S
const LOW: ReadonlySet<number> = new Set([24, 25]);

/** What the halves in one table are. */
interface Halves {
  /** The places in the table of the first halves, by where they are: offsets in the section. */
  readonly high: Map<number, number>;
  /** Where each second half says that its first one is; -1 for elsewhere. */
  readonly wanted: number[];
  /** The second halves, by their place in the table. */
  readonly low: number[];
}

/** By index of the table. */
export type AddressHalves = Map<number, Halves>;

/** Adds the halves of a table, or of a piece of one, that relocates section `target`. */
export function addHalves(
  table: RelocationTable,
  header: ElfHeader,
  symbols: SymbolTable,
  target: number,
  halves: AddressHalves,
): void {
  const { view } = table.data;
  const { size, littleEndian, typeAt, symbolAt, symbolShift, lowAt } = layoutOf(table.section, header);
  const typeMask = header.bits === 64 ? -1 : 0xff;
  const { at, size: entry } = symbolLayout(symbols.entries.encoding);
  const { view: entries } = symbols.entries;
  const found: Halves = halves.get(table.section.index) ?? { high: new Map(), wanted: [], low: [] };
  halves.set(table.section.index, found);
  for (let base = table.at; base + size <= table.at + table.length; base += size) {
    const type = view.getUint32(base + typeAt, littleEndian) & typeMask;
    if (type < 20 || type > 25) continue;
    const index = table.first + (base - table.at) / size;
    if (HIGH.has(type)) found.high.set(view.getUint32(base + lowAt, littleEndian), index);
    if (!LOW.has(type)) continue;
    const symbol = view.getUint32(base + symbolAt, littleEndian) >>> symbolShift;
    if (symbol >= symbols.count) continue;
    const isHere = entries.getUint16(symbol * entry + at.st_shndx, littleEndian) === target;
    found.wanted.push(isHere ? entries.getUint32(symbol * entry + at.st_value, littleEndian) : -1);
    found.low.push(index);
  }
}

/** A half without the other one. */
export interface Unpaired {
  /** Index of the table. */
  readonly section: number;
  /** Its place there. */
  readonly index: number;
}

/** The first second half for which there is no first one; `undefined` when each has one. */
export function firstUnpaired(halves: AddressHalves): Unpaired | undefined {
  for (const [section, { high, wanted, low }] of halves) {
    const at = wanted.findIndex((place) => !high.has(place));
    if (at >= 0) return { section, index: low[at] ?? 0 };
  }
  return undefined;
}

/** The first of the first halves that no second one completes; `undefined` when each is completed. */
export function firstIncomplete(halves: AddressHalves): Unpaired | undefined {
  for (const [section, { high, wanted }] of halves) {
    if (high.size === 0) continue;
    const completed = new Set(wanted);
    for (const [place, index] of high) if (!completed.has(place)) return { section, index };
  }
  return undefined;
}

/** That relocation, where `table` holds it. */
export const unpairedIn = (table: RelocationTable, header: ElfHeader, { index }: Unpaired): RelocationAt =>
  noted(table, header, index - table.first);
