import { type ByteSource, slice } from "../../io/byte-source.ts";
import { prefetched, type PrefetchedSource } from "../../io/prefetch.ts";
import { SHF_ALLOC } from "../../formats/elf/constants.ts";
import { type ElfFile, elfFile } from "../../formats/elf/elf.ts";
import { type ElfHeader, HEADER_SIZE, parseHeader } from "../../formats/elf/header.ts";
import {
  type ElfSection,
  parseSectionTable,
  sectionHeaderAt,
  sectionHeaderSize,
} from "../../formats/elf/section-table.ts";
import {
  MARKER_SIZE,
  type ModuleSignature,
  parseModuleSignature,
  TRAILER_SIZE,
} from "../../formats/module-signature/module-signature.ts";

/** A module as the kernel gets to see it: what stands before the signature. */
export interface ModuleFile {
  readonly name: string;
  readonly elf: ElfFile;
  readonly signature: ModuleSignature | undefined;
  /** What will be read through `elf`. */
  prefetch(sections: readonly (ElfSection | undefined)[]): Promise<void>;
  /**
   * The section of that name that find_sec() in kernel/module/main.c finds, the first with SHF_ALLOC; where there is
   * none, the first at all.
   */
  find(name: string): ElfSection | undefined;
}

/** Up to here a file is read whole: one call and 24 KiB cost less than three calls. */
const SMALL_FILE = 24 << 10;
/** Before the section headers stand, in most modules, the section names and the relocations of `this_module`. */
const BEFORE_TABLE = 2 << 10;
/** Section headers and signature of a common module; where they need more, they are read one by one. */
const TAIL = 48 << 10;

/**
 * Reads header, section headers and signature trailer, in one call or two. Nothing else of the file is looked at yet.
 *
 * @returns `undefined` when the file does not start as an ELF file does
 */
export async function openModule(source: ByteSource): Promise<ModuleFile | undefined> {
  const bytes = prefetched(source);
  if (source.size <= SMALL_FILE) await bytes.prefetch([{ offset: 0, length: source.size }]);
  const header = parseHeader(await bytes.read(0, Math.min(HEADER_SIZE, source.size)), source.name);
  if (!header) return undefined;
  await prefetchEnd(bytes, header);

  const tailSize = Math.min(TRAILER_SIZE, source.size);
  const tail = await bytes.read(source.size - tailSize, tailSize);
  const signature = parseModuleSignature(tail, source.name, source.size);
  const visible = slice(bytes, 0, visibleSize(source.size, signature));
  const sections = await readSections(visible, header);
  const byName = indexed(sections);
  return {
    name: source.name,
    elf: elfFile(visible, header, sections),
    signature,
    prefetch: (wanted) =>
      bytes.prefetch(wanted.flatMap((s) => (s ? [{ offset: s.sh_offset, length: s.sh_size }] : []))),
    find: (name) => byName.get(name),
  };
}

function prefetchEnd(bytes: PrefetchedSource, { e_shoff, e_shnum, e_shentsize }: ElfHeader): Promise<void> {
  const offset = Math.max(0, e_shoff - BEFORE_TABLE);
  if (bytes.size - offset <= TAIL) return bytes.prefetch([{ offset, length: bytes.size - offset }]);
  return bytes.prefetch([{ offset, length: e_shoff + e_shnum * e_shentsize - offset }]);
}

/** module_sig_check() and mod_verify_sig() in kernel/module/signing.c: what they take off, marker and signature. */
function visibleSize(size: number, signature: ModuleSignature | undefined): number {
  if (!signature) return size;
  return signature.signatureOffset > 0 ? signature.signatureOffset : size - MARKER_SIZE;
}

/** The section headers; none when the kernel would stop before it reads them. elf_validity_check() in kernel/module/main.c */
async function readSections(source: ByteSource, header: ElfHeader): Promise<ElfSection[]> {
  const { e_shoff, e_shnum, e_shentsize, e_shstrndx } = header;
  const size = sectionHeaderSize(header);
  if (e_shentsize !== size || e_shoff + e_shnum * size > source.size) return [];
  const table = await source.read(e_shoff, e_shnum * size);
  const named = e_shstrndx === 0 ? undefined : sectionHeaderAt(table, e_shstrndx, header);
  const inside = named && named.sh_offset + named.sh_size <= source.size && named.sh_size <= MAX_NAMES;
  const names = inside ? await source.read(named.sh_offset, named.sh_size) : undefined;
  return parseSectionTable(table, names, header);
}

/** A table of section names that is larger is not read: the largest real one has 20 KiB. */
const MAX_NAMES = 8 << 20;

function indexed(sections: readonly ElfSection[]): Map<string, ElfSection> {
  const byName = new Map<string, ElfSection>();
  for (const section of sections) {
    if (section.name === undefined) continue;
    const first = byName.get(section.name);
    const better = first && (first.sh_flags & SHF_ALLOC) === 0 && (section.sh_flags & SHF_ALLOC) !== 0;
    if (!first || better) byName.set(section.name, section);
  }
  return byName;
}
