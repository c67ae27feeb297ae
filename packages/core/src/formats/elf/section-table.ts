import type { Read } from "../../io/struct.ts";
import { byEncoding } from "./by-encoding.ts";
import type { ElfHeader } from "./header.ts";
import { sectionName } from "./section-names.ts";
import { Elf_Shdr } from "./structs.ts";
import { addressAt, sizeAt, viewOf } from "./word.ts";

/** A section header, without what nobody asks for; values are raw. */
export interface ElfSection extends Omit<Read<typeof Elf_Shdr>, "sh_name" | "sh_entsize"> {
  /** Index in the section header table. */
  readonly index: number;
  /** `undefined` when `sh_name` is outside the name table, or there is none. */
  readonly name: string | undefined;
  /** Offset of the name; absent where the name was read. */
  readonly sh_name?: number;
}

const layout = byEncoding((encoding) => ({
  at: Elf_Shdr.offsets(encoding),
  size: Elf_Shdr.sizeof(encoding),
}));

/** `sizeof(Elf_Shdr)` of this class, which `e_shentsize` has to be. */
export const sectionHeaderSize = ({ encoding }: ElfHeader): number => layout(encoding).size;

/**
 * The section headers in `table`, as many as it holds whole, with their names from `names`.
 *
 * Every module has some fifty: they are read from a view, not by the declared struct.
 */
export function parseSectionTable(
  table: Uint8Array,
  names: Uint8Array | undefined,
  { encoding }: ElfHeader,
): ElfSection[] {
  const { at, size } = layout(encoding);
  const view = viewOf(table);
  const le = encoding.littleEndian;
  const sections: ElfSection[] = [];
  for (let base = 0; base + size <= table.length; base += size) {
    const sh_name = view.getUint32(base + at.sh_name, le);
    const name = names && sectionName(names, sh_name);
    const section = {
      index: sections.length,
      name,
      sh_type: view.getUint32(base + at.sh_type, le),
      sh_flags: sizeAt(view, base + at.sh_flags, encoding),
      sh_addr: addressAt(view, base + at.sh_addr, encoding),
      sh_offset: sizeAt(view, base + at.sh_offset, encoding),
      sh_size: sizeAt(view, base + at.sh_size, encoding),
      sh_link: view.getUint32(base + at.sh_link, le),
      sh_info: view.getUint32(base + at.sh_info, le),
      sh_addralign: sizeAt(view, base + at.sh_addralign, encoding),
    };
    sections.push(name === undefined ? { ...section, sh_name } : section);
  }
  return sections;
}

/** Section header number `index` alone, without its name; `undefined` when the table does not hold it. */
export function sectionHeaderAt(table: Uint8Array, index: number, header: ElfHeader): ElfSection | undefined {
  const { size } = layout(header.encoding);
  const [section] = parseSectionTable(table.subarray(index * size, (index + 1) * size), undefined, header);
  return section && { ...section, index };
}
