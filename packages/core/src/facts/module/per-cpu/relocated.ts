import type { ElfHeader } from "../../../formats/elf/header.ts";
import { layoutOf, type RelocationTable } from "../../../formats/elf/relocation-table.ts";

/** The relocations of one section, by where they apply. */
export interface Relocated {
  /** Index in `.symtab` of what the place at `offset` is relocated against, by one of those types; 0, which is no symbol, when it is not. */
  symbolAt(offset: number, types: readonly number[]): number;
  /** Where relocations of those types against that symbol apply, in their order. */
  placesOf(symbolIndex: number, types: readonly number[]): number[];
  /** Whether one between two places is against a symbol that `test` knows. */
  isBetween(from: number, to: number, test: (symbolIndex: number) => boolean): boolean;
  /** The first place from `offset` on at which a relocation applies. */
  firstFrom(offset: number): number;
}

/**
 * Relocations of a table, in the order in which linkers sort them. What is out of order may not be found. Only in files of
 * 64 bits that are not of MIPS.
 */
export function relocatedBy(table: RelocationTable, header: ElfHeader): Relocated {
  const { view } = table.data;
  const { size, littleEndian, typeAt, symbolAt, lowAt } = layoutOf(table.section, header);
  const count = Math.floor(table.length / size);
  const place = (index: number): number => view.getUint32(table.at + index * size + lowAt, littleEndian);
  const type = (index: number): number => view.getUint32(table.at + index * size + typeAt, littleEndian);
  const symbol = (index: number): number => view.getUint32(table.at + index * size + symbolAt, littleEndian);
  /** The first that applies at `offset` or behind. */
  const first = (offset: number): number => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (place(middle) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    symbolAt(offset, types) {
      for (let index = first(offset); index < count && place(index) === offset; index += 1)
        if (types.includes(type(index))) return symbol(index);
      return 0;
    },
    placesOf(symbolIndex, types) {
      const places: number[] = [];
      for (let index = 0, base = table.at + symbolAt; index < count; index += 1, base += size)
        if (view.getUint32(base, littleEndian) === symbolIndex && types.includes(type(index)))
          places.push(place(index));
      return places;
    },
    isBetween(from, to, test) {
      for (let index = first(from); index < count && place(index) < to; index += 1)
        if (test(symbol(index))) return true;
      return false;
    },
    firstFrom: (offset) => {
      const index = first(offset);
      return index < count ? place(index) : offset;
    },
  };
}
