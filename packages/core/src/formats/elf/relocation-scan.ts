import { EM_MIPS, SHT_RELA } from "./constants.ts";
import type { ElfHeader } from "./header.ts";
import type { SectionBytes } from "./section-bytes.ts";
import type { ElfSection } from "./section-table.ts";

// A kernel's modules hold five million relocations, a third of their bytes. So they are looked at in one loop that
// makes nothing for those that are as they always are.

/** A relocation that deserves a closer look. */
export interface NotedRelocation {
  /** Index of the section that holds it. */
  readonly section: number;
  /** Its place there, from 0. */
  readonly index: number;
  /** `R_*` of the machine. */
  readonly type: number;
  /** Index in `.symtab`. */
  readonly symbolIndex: number;
  /** Where it applies: an offset in the section that is relocated. */
  readonly offset: number;
}

/** The first of each kind that was met. */
export interface RelocationFindings {
  /** The first of each type that is not among the usual ones. */
  readonly unusual: NotedRelocation[];
  /** The first of each type against symbol 0, which is no symbol. */
  readonly againstNothing: NotedRelocation[];
  /** Its symbol is not in the symbol table. */
  symbolOutside?: NotedRelocation;
  /** It applies outside of the section that is relocated. */
  outside?: NotedRelocation;
  /** It stands before its predecessor, or applies where that does: linkers sort them. */
  disordered?: NotedRelocation;
  /** The bytes that it is to write are not zero. */
  notZero?: NotedRelocation;
}

/** What relocations are compared with. */
export interface Expected {
  /** 1 at the number of each type that is nothing special. */
  readonly usual: Uint8Array;
  /** Number of the lowest symbol that is nothing special, 0 or 1. */
  readonly lowest: number;
  /** How many symbols there are. */
  readonly symbols: number;
  /** Bytes that the smallest relocation of this machine takes. */
  readonly width: number;
  /** Whether each is to apply behind its predecessor. */
  readonly ordered: boolean;
}

/** The section that is relocated. */
export interface Target {
  /** Its size in bytes. */
  readonly size: number;
  /** What holds its bytes, where they are to be zero. */
  readonly zero?: DataView;
  /** Where in `zero` they begin. */
  readonly zeroAt: number;
}

/** What all tables of one section that is relocated are looked at with. */
export interface Scan {
  readonly header: ElfHeader;
  readonly target: Target;
  readonly expected: Expected;
}

/** A table of relocations, or a piece of one. */
export interface RelocationTable {
  /** What holds its bytes: they alone, or the whole file, of which nobody makes eighty thousand views. */
  readonly data: SectionBytes;
  /** Where in `data` they begin, and how many they are. */
  readonly at: number;
  readonly length: number;
  readonly section: ElfSection;
  /** Place of the first relocation of `data` in the section. */
  readonly first: number;
}

/** More types than this are noise. */
const MAX_TYPES = 16;

/** Bytes of one relocation in `section`. */
export const relocationSize = ({ sh_type }: ElfSection, { bits }: ElfHeader): number =>
  (bits === 64 ? 8 : 4) * (sh_type === SHT_RELA ? 3 : 2);

/** Where in a relocation its parts stand. Offsets in bytes. */
interface Layout {
  readonly size: number;
  readonly littleEndian: boolean;
  /** The word that holds the symbol's index, from bit `symbolShift` on. */
  readonly symbolAt: number;
  readonly symbolShift: number;
  /** The word that holds the type, in the bits of `typeMask` from bit `typeShift` on. */
  readonly typeAt: number;
  readonly typeShift: number;
  readonly typeMask: number;
  /** The low word of `r_offset`. */
  readonly lowAt: number;
  /** Its high word; where there is none, `highMask` is 0. */
  readonly highAt: number;
  readonly highMask: number;
}

const layouts = new Map<number, Layout>();

/** One for each kind of file, made once. */
function layoutOf(section: ElfSection, header: ElfHeader): Layout {
  const isMips = header.e_machine === EM_MIPS ? 4 : 0;
  const kind = relocationSize(section, header) * 8 + isMips + (header.encoding.littleEndian ? 1 : 0);
  let layout = layouts.get(kind);
  if (!layout) layouts.set(kind, (layout = makeLayout(section, header)));
  return layout;
}

function makeLayout(section: ElfSection, header: ElfHeader): Layout {
  const { littleEndian } = header.encoding;
  const size = relocationSize(section, header);
  const common = { size, littleEndian, symbolShift: 0, typeShift: 0, typeMask: -1, highMask: -1 };
  // ELF32_R_SYM, ELF32_R_TYPE
  if (header.bits === 32) {
    const narrow = {
      symbolAt: 4,
      symbolShift: 8,
      typeAt: 4,
      typeMask: 0xff,
      lowAt: 0,
      highAt: 0,
      highMask: 0,
    };
    return { ...common, ...narrow };
  }
  const [lowAt, highAt] = littleEndian ? [0, 4] : [4, 0];
  // Elf64_Mips_Rela: the symbol, then four bytes, the last of which is the type
  if (header.e_machine === EM_MIPS) {
    const typeShift = littleEndian ? 24 : 0;
    return { ...common, symbolAt: 8, typeAt: 12, typeShift, typeMask: 0xff, lowAt, highAt };
  }
  // ELF64_R_SYM, ELF64_R_TYPE
  const [typeAt, symbolAt] = littleEndian ? [8, 12] : [12, 8];
  return { ...common, symbolAt, typeAt, lowAt, highAt };
}

/** The relocation number `index` of a table, whole or in pieces. */
function noted(
  { data, at, section, first }: RelocationTable,
  header: ElfHeader,
  index: number,
): NotedRelocation {
  const { view } = data;
  const layout = layoutOf(section, header);
  const { littleEndian } = layout;
  const base = at + index * layout.size;
  const high = (view.getUint32(base + layout.highAt, littleEndian) & layout.highMask) >>> 0;
  return {
    section: section.index,
    index: first + index,
    type: ((view.getUint32(base + layout.typeAt, littleEndian) >>> layout.typeShift) & layout.typeMask) >>> 0,
    symbolIndex: view.getUint32(base + layout.symbolAt, littleEndian) >>> layout.symbolShift,
    offset: high * 0x1_0000_0000 + view.getUint32(base + layout.lowAt, littleEndian),
  };
}

/** Looks at all relocations of a table, or of a piece of one, and adds to `found` what is new. */
export function scanRelocations(table: RelocationTable, scan: Scan, found: RelocationFindings): void {
  const { header, target, expected } = scan;
  const { view } = table.data;
  const layout = layoutOf(table.section, header);
  const { size, littleEndian, symbolAt, symbolShift, typeAt, typeShift, typeMask } = layout;
  const { lowAt, highAt, highMask } = layout;
  const { usual, lowest, symbols, ordered } = expected;
  const { zero, zeroAt } = target;
  const end = table.at + table.length - size;
  const last = target.size - expected.width;
  let previous = -1;
  for (let base = table.at; base <= end; base += size) {
    const type = (view.getUint32(base + typeAt, littleEndian) >>> typeShift) & typeMask;
    const symbol = view.getUint32(base + symbolAt, littleEndian) >>> symbolShift;
    const offset = view.getUint32(base + lowAt, littleEndian);
    const high = view.getUint32(base + highAt, littleEndian) & highMask;
    if (
      usual[type] === 1 &&
      symbol >= lowest &&
      symbol < symbols &&
      offset <= last &&
      high === 0 &&
      (offset > previous || !ordered) &&
      (zero === undefined || zero.getUint32(zeroAt + offset, true) === 0)
    ) {
      previous = offset;
      continue;
    }
    note(noted(table, header, (base - table.at) / size), previous, scan, found);
    if (type !== NONE) previous = offset;
  }
}

/** R_*_NONE, which is 0 on every machine, writes nothing wherever it stands. */
const NONE = 0;

function note(one: NotedRelocation, previous: number, scan: Scan, found: RelocationFindings): void {
  const { usual, lowest, symbols, ordered } = scan.expected;
  const { type, offset, symbolIndex } = one;
  if (usual[type] !== 1) noteType(one, found.unusual);
  if (symbolIndex >= symbols) found.symbolOutside ??= one;
  if (type === NONE) return;
  if (symbolIndex < lowest) noteType(one, found.againstNothing);
  const { size, zero, zeroAt } = scan.target;
  if (offset > size - scan.expected.width) found.outside ??= one;
  else if (zero && zero.getUint32(zeroAt + offset, true) !== 0) found.notZero ??= one;
  if (ordered && offset <= previous) found.disordered ??= one;
}

function noteType(one: NotedRelocation, found: NotedRelocation[]): void {
  if (found.length < MAX_TYPES && !found.some(({ type }) => type === one.type)) found.push(one);
}

/** Calls `visit` with each relocation of a table. For the few modules that need it: it makes an object for each. */
export function eachRelocation(
  table: RelocationTable,
  header: ElfHeader,
  visit: (one: NotedRelocation) => void,
): void {
  const count = Math.floor(table.length / relocationSize(table.section, header));
  for (let index = 0; index < count; index += 1) visit(noted(table, header, index));
}
