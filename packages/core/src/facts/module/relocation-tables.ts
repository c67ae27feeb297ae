import { SHF_ALLOC, SHF_RELA_LIVEPATCH, SHT_NOBITS, SHT_REL, SHT_RELA } from "../../formats/elf/constants.ts";
import { relocationSize, type RelocationTable } from "../../formats/elf/relocation-table.ts";
import { type SectionBytes, sectionBytes } from "../../formats/elf/section-bytes.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { ModuleFile } from "./module-file.ts";

/** A table larger than this is read in pieces of this size. */
export const PIECE = 1 << 20;

/** The tables of relocations that apply_relocations() in kernel/module/main.c applies, in its order. */
export function relocationSections({ elf: { sections } }: ModuleFile): ElfSection[] {
  return sections.filter((section) => {
    if (section.sh_type !== SHT_RELA && section.sh_type !== SHT_REL) return false;
    if ((section.sh_flags & SHF_RELA_LIVEPATCH) !== 0) return false;
    const target = sections[section.sh_info];
    // layout_and_allocate() takes SHF_ALLOC off the per-cpu data.
    return target !== undefined && (target.sh_flags & SHF_ALLOC) !== 0 && target.name !== ".data..percpu";
  });
}

/** Those tables that are read with the file's other sections. */
export const smallRelocationSections = (file: ModuleFile): ElfSection[] =>
  relocationSections(file).filter(({ sh_size }) => sh_size <= PIECE);

/** A table that is at hand. */
export function heldTable(file: ModuleFile, section: ElfSection): RelocationTable {
  const { sh_offset, sh_size } = section;
  const { whole, elf } = file;
  if (whole && sh_offset + sh_size <= elf.source.size) {
    return { data: whole, at: sh_offset, length: sh_size, section, first: 0 };
  }
  const data = file.bytes(section);
  return { data, at: 0, length: data.bytes.length, section, first: 0 };
}

/** A table in pieces: one, where it is at hand. */
export async function* piecesOf(file: ModuleFile, section: ElfSection): AsyncGenerator<RelocationTable> {
  if (section.sh_size <= PIECE) {
    yield heldTable(file, section);
    return;
  }
  const { source, header } = file.elf;
  const size = relocationSize(section, header);
  const step = Math.floor(PIECE / size) * size;
  const bytes = file.elf.open(section);
  for (let at = 0; at < section.sh_size; at += step) {
    const piece = await bytes.read(at, Math.min(step, section.sh_size - at));
    const data = sectionBytes(piece, source.name, section.sh_offset + at, header.encoding);
    yield { data, at: 0, length: piece.length, section, first: at / size };
  }
}

/** The bytes of any section, read now if they are not at hand; `undefined` for one that has none in the file. */
export async function bytesOf(file: ModuleFile, section: ElfSection): Promise<SectionBytes | undefined> {
  if (section.sh_type === SHT_NOBITS) return undefined;
  return file.held(section) ?? (await file.elf.read(section));
}
