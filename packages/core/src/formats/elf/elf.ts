import { type ByteSource, slice } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import type { Range } from "../../io/prefetch.ts";
import { SHF_ALLOC, SHN_XINDEX, SHT_NOBITS } from "./constants.ts";
import { type ElfHeader, HEADER_SIZE, parseHeader } from "./header.ts";
import { type SectionBytes, sectionBytes } from "./section-bytes.ts";
import { type ElfSection, parseSectionTable, sectionHeaderAt, sectionHeaderSize } from "./section-table.ts";

/** An ELF file: its header and section headers are in memory, the sections are not. */
export interface ElfFile {
  readonly source: ByteSource;
  readonly header: ElfHeader;
  readonly sections: readonly ElfSection[];
  /** The first section of that name; `undefined` when there is none. */
  section(name: string): ElfSection | undefined;
  /** The first section of that name with SHF_ALLOC, which is what the kernel's find_sec() finds. */
  allocSection(name: string): ElfSection | undefined;
  /**
   * A window on a section's bytes; empty for SHT_NOBITS.
   *
   * @throws {FormatError} if the section is not inside the file.
   */
  open(section: ElfSection): ByteSource;
  /**
   * All bytes of a section.
   *
   * @throws {FormatError} if the section is not inside the file, or larger than `limit` bytes.
   */
  read(section: ElfSection, limit?: number): Promise<SectionBytes>;
}

/** More sections than a kernel has: ELF counts to 65,280 without the extension, and no vmlinux uses it. */
const MAX_SECTIONS = 1 << 17;
/** Far larger than any table of section names: those of modules and of a vmlinux have about 1 KiB. */
const MAX_NAMES = 8 << 20;
/** Far larger than what is read whole of a vmlinux: BTF and symbols, some megabytes each. */
const MAX_SECTION = 128 << 20;

/**
 * Opens an ELF file. Reads the header, the section header table and the section names, and nothing else: a vmlinux
 * with its debug information is opened in three reads.
 *
 * @throws {FormatError} if it is no ELF file or its section header table is damaged.
 */
export async function openElf(source: ByteSource): Promise<ElfFile> {
  const start = await source.read(0, Math.min(HEADER_SIZE, source.size));
  const header = parseHeader(start, source.name);
  if (!header) throw new FormatError(source.name, 0, "an ELF header expected, other bytes found");
  if (header.e_shoff === 0) return elfFile(source, header, []);
  const size = sectionHeaderSize(header);
  if (header.e_shentsize !== size) {
    const what = `section headers of ${size} bytes expected, e_shentsize is ${header.e_shentsize}`;
    throw new FormatError(source.name, 0, what);
  }
  const { count, nameTable } = await extent(source, header, size);
  const table = await source.read(header.e_shoff, count * size);
  const names = sectionHeaderAt(table, nameTable, header);
  const read = names && (await elfFile(source, header, []).read(names, MAX_NAMES));
  return elfFile(source, header, parseSectionTable(table, read?.bytes, header));
}

/** Number of sections and index of the name table; where they do not fit 16 bits, section 0 has them (gABI). */
async function extent(
  source: ByteSource,
  header: ElfHeader,
  size: number,
): Promise<{ count: number; nameTable: number }> {
  const { e_shoff, e_shnum, e_shstrndx } = header;
  if (e_shnum !== 0 && e_shstrndx !== SHN_XINDEX) return { count: e_shnum, nameTable: e_shstrndx };
  const first = sectionHeaderAt(await source.read(e_shoff, size), 0, header);
  const count = e_shnum === 0 ? (first?.sh_size ?? 0) : e_shnum;
  if (count > MAX_SECTIONS) {
    throw new FormatError(source.name, e_shoff, `${count} sections; at most ${MAX_SECTIONS} are read`);
  }
  return { count, nameTable: e_shstrndx === SHN_XINDEX ? (first?.sh_link ?? 0) : e_shstrndx };
}

/** The file of a header and section headers that are read already. */
export function elfFile(source: ByteSource, header: ElfHeader, sections: readonly ElfSection[]): ElfFile {
  return {
    source,
    header,
    sections,
    section: (name) => sections.find((section) => section.name === name),
    allocSection: (name) =>
      sections.find((section) => section.name === name && (section.sh_flags & SHF_ALLOC) !== 0),
    open(section) {
      const { offset, length } = rangeOf(source, section, Infinity);
      return slice(source, offset, length, `${source.name}!${section.name ?? section.index}`);
    },
    async read(section, limit = MAX_SECTION) {
      const { offset, length } = rangeOf(source, section, limit);
      return sectionBytes(await source.read(offset, length), source.name, offset, header.encoding);
    },
  };
}

/**
 * Where a section's bytes are in its file.
 *
 * @throws {FormatError} if it is not inside the file, or larger than `limit` bytes.
 */
export function rangeOf(source: ByteSource, section: ElfSection, limit: number): Range {
  if (section.sh_type === SHT_NOBITS) return { offset: 0, length: 0 };
  const { sh_offset: offset, sh_size: length } = section;
  const inside = offset + length <= source.size;
  if (inside && length <= limit) return { offset, length };
  const which = section.name ?? `section ${section.index}`;
  const what = inside
    ? `${which} has ${length} bytes; at most ${limit} are read of it`
    : `${which} of ${length} bytes does not end inside the file of ${source.size}`;
  throw new FormatError(source.name, Number.isFinite(offset) ? offset : 0, what);
}
