import type { RelocationAt } from "../../model/relocations.ts";
import { EM_MIPS, SHT_RELA } from "./constants.ts";
import type { ElfHeader } from "./header.ts";
import type { SectionBytes } from "./section-bytes.ts";
import type { ElfSection } from "./section-table.ts";
import { signedAt } from "./word.ts";

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

/** Bytes of one relocation in `section`. */
export const relocationSize = ({ sh_type }: ElfSection, { bits }: ElfHeader): number =>
  (bits === 64 ? 8 : 4) * (sh_type === SHT_RELA ? 3 : 2);

/** Where in a relocation its parts stand. Offsets in bytes. */
export interface Layout {
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
  /** Whether an addend of 64 bits follows, and where its words stand. */
  readonly wide: boolean;
  readonly addendLowAt: number;
  readonly addendHighAt: number;
}

const layouts = new Map<number, Layout>();

/** How the relocations of `section` are laid out; one for each kind of file, made once. */
export function layoutOf(section: ElfSection, header: ElfHeader): Layout {
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
    const places = { symbolAt: 4, typeAt: 4, lowAt: 0, highAt: 0, addendLowAt: 0, addendHighAt: 0 };
    return { ...common, ...places, symbolShift: 8, typeMask: 0xff, highMask: 0, wide: false };
  }
  const [lowAt, highAt] = littleEndian ? [0, 4] : [4, 0];
  const wide = section.sh_type === SHT_RELA;
  const places = { ...common, lowAt, highAt, wide, addendLowAt: 16 + lowAt, addendHighAt: 16 + highAt };
  // Elf64_Mips_Rela: the symbol, then four bytes, the last of which is the type
  if (header.e_machine === EM_MIPS) {
    return { ...places, symbolAt: 8, typeAt: 12, typeShift: littleEndian ? 24 : 0, typeMask: 0xff };
  }
  // ELF64_R_SYM, ELF64_R_TYPE
  const [typeAt, symbolAt] = littleEndian ? [8, 12] : [12, 8];
  return { ...places, symbolAt, typeAt };
}

/** The relocation number `index` of a table, whole or in pieces. */
export function noted(
  { data, at, section, first }: RelocationTable,
  header: ElfHeader,
  index: number,
): RelocationAt {
  const { view } = data;
  const layout = layoutOf(section, header);
  const { littleEndian } = layout;
  const base = at + index * layout.size;
  const addend = layout.wide ? { addend: signedAt(view, base + 16, header.encoding) } : {};
  const high = (view.getUint32(base + layout.highAt, littleEndian) & layout.highMask) >>> 0;
  return {
    section: section.index,
    index: first + index,
    type: ((view.getUint32(base + layout.typeAt, littleEndian) >>> layout.typeShift) & layout.typeMask) >>> 0,
    symbolIndex: view.getUint32(base + layout.symbolAt, littleEndian) >>> layout.symbolShift,
    offset: high * 0x1_0000_0000 + view.getUint32(base + layout.lowAt, littleEndian),
    ...addend,
  };
}

/** Calls `visit` with each relocation of a table. For the few modules that need it: it makes an object for each. */
export function eachRelocation(
  table: RelocationTable,
  header: ElfHeader,
  visit: (one: RelocationAt) => void,
): void {
  const count = Math.floor(table.length / relocationSize(table.section, header));
  for (let index = 0; index < count; index += 1) visit(noted(table, header, index));
}
