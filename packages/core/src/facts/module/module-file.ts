import { type ByteSource, slice } from "../../io/byte-source.ts";
import { prefetched, type PrefetchedSource } from "../../io/prefetch.ts";
import { type ElfFile, elfFile, rangeOf } from "../../formats/elf/elf.ts";
import { type ElfHeader, HEADER_SIZE, parseHeader } from "../../formats/elf/header.ts";
import { type SectionBytes, sectionBytes } from "../../formats/elf/section-bytes.ts";
import {
  type ElfSection,
  parseSectionTable,
  sectionHeaderAt,
  sectionHeaderSize,
} from "../../formats/elf/section-table.ts";
import { parseModuleSignature, TRAILER_SIZE } from "../../formats/module-signature/module-signature.ts";
import type { SignatureTrailer } from "../../model/module.ts";
import { readMessage } from "./signer.ts";
import { type SignatureHandling, visibleSize } from "./visible-size.ts";

/** A module as the kernel gets to see it: what stands before the signature, where the kernel takes that off. */
export interface ModuleFile {
  readonly name: string;
  readonly elf: ElfFile;
  /** All of the file: a signature that is taken off still stands in memory behind the rest. */
  readonly all: ByteSource;
  readonly signature: SignatureTrailer | undefined;
  /** The section names; absent when the header names no such table, or it is not inside the file. */
  readonly sectionNames: Uint8Array | undefined;
  /** The byte before the end of the section names, which is before their start where there are none; absent where there is no such byte. */
  readonly lastOfNames: number | undefined;
  /** Reads sections, so that {@link bytes} has them; `wanted` is asked only where the file was not read whole. */
  prefetch(wanted: () => readonly ElfSection[]): Promise<void>;
  /**
   * The bytes of a section that was prefetched.
   *
   * @throws {FormatError} if the section is not inside the file, or larger than `limit`, which is {@link MAX_TABLE}.
   */
  bytes(section: ElfSection, limit?: number): SectionBytes;
  /** All of a small file; `undefined` where only parts of it were read. */
  readonly whole: SectionBytes | undefined;
  /** The same as {@link bytes} where it happens to be at hand: all of a small file is. */
  held(section: ElfSection): SectionBytes | undefined;
}

/** Up to here a file is read whole: copying it costs no more than five calls. */
const SMALL_FILE = 128 << 10;
/** Before the section headers stand, in most modules, the section names and the relocations of `this_module`. */
const BEFORE_TABLE = 1 << 10;
/** Section headers and signature of a common module; where they need more, they are read one by one. */
const TAIL = 48 << 10;
/** Fifty times the largest section, symbols apart, of Debian's modules (`.modinfo` of option.ko, 76 kB). */
export const MAX_TABLE = 4 << 20;

/**
 * Reads header, section headers and signature trailer, in one call or two. Nothing else of the file is looked at yet.
 *
 * @returns `undefined` when the file does not start as an ELF file does
 */
export async function openModule(
  source: ByteSource,
  handling: SignatureHandling,
): Promise<ModuleFile | undefined> {
  const all = prefetched(source);
  if (source.size <= SMALL_FILE) await all.prefetch([{ offset: 0, length: source.size }]);
  const header = parseHeader(await all.read(0, Math.min(HEADER_SIZE, source.size)), source.name);
  if (!header) return undefined;
  if (source.size > SMALL_FILE) await prefetchEnd(all, header);

  const signature = await readTrailer(all);
  const visible = slice(all, 0, visibleSize(source.size, signature, handling));
  const { sections, ...names } = await readSections(visible, header);
  const held = (section: ElfSection, limit: number): SectionBytes | undefined => {
    const { offset, length } = rangeOf(visible, section, limit);
    const bytes = length === 0 ? new Uint8Array() : all.held(offset, length);
    return bytes && sectionBytes(bytes, source.name, offset, header.encoding);
  };
  return {
    name: source.name,
    elf: elfFile(visible, header, sections),
    all,
    signature,
    ...names,
    async prefetch(wanted) {
      if (source.size <= SMALL_FILE) return;
      await all.prefetch(wanted().map(({ sh_offset, sh_size }) => ({ offset: sh_offset, length: sh_size })));
    },
    bytes(section, limit = MAX_TABLE) {
      const found = held(section, limit);
      if (!found) throw new TypeError(`section ${section.index} is used and was not prefetched`);
      return found;
    },
    whole: wholeOf(all, header),
    held: (section) => held(section, Infinity),
  };
}

function wholeOf(all: PrefetchedSource, { encoding }: ElfHeader): SectionBytes | undefined {
  const bytes = all.size <= SMALL_FILE ? all.held(0, all.size) : undefined;
  return bytes && sectionBytes(bytes, all.name, 0, encoding);
}

function prefetchEnd(all: PrefetchedSource, { e_shoff, e_shnum, e_shentsize }: ElfHeader): Promise<void> {
  const offset = Math.max(0, e_shoff - BEFORE_TABLE);
  if (all.size - offset <= TAIL) return all.prefetch([{ offset, length: all.size - offset }]);
  return all.prefetch([{ offset, length: e_shoff + e_shnum * e_shentsize - offset }]);
}

/** The signature trailer; `undefined` for an unsigned file. */
export async function readTrailer(source: ByteSource): Promise<SignatureTrailer | undefined> {
  const tailSize = Math.min(TRAILER_SIZE, source.size);
  const tail = await source.read(source.size - tailSize, tailSize);
  const signature = parseModuleSignature(tail, source.name, source.size);
  const message = signature && (await readMessage(source, signature));
  return signature && { ...signature, ...(message && { message }) };
}

/** The section headers; none when the kernel stops before them. elf_validity_check() in kernel/module/main.c */
async function readSections(
  source: ByteSource,
  header: ElfHeader,
): Promise<Pick<ModuleFile, "sectionNames" | "lastOfNames"> & { sections: ElfSection[] }> {
  const { e_shoff, e_shnum, e_shentsize, e_shstrndx } = header;
  const size = sectionHeaderSize(header);
  if (e_shentsize !== size || e_shoff + e_shnum * size > source.size) {
    return { sections: [], sectionNames: undefined, lastOfNames: undefined };
  }
  const table = await source.read(e_shoff, e_shnum * size);
  const named = e_shstrndx === 0 ? undefined : sectionHeaderAt(table, e_shstrndx, header);
  const inside = named && named.sh_offset + named.sh_size <= source.size && named.sh_size <= MAX_TABLE;
  const sectionNames = inside ? await source.read(named.sh_offset, named.sh_size) : undefined;
  const sections = parseSectionTable(table, sectionNames, header);
  return { sections, sectionNames, lastOfNames: await lastOfNames(source, named, sectionNames) };
}

/** elf_validity_check() of 5.10 looks there without looking whether there are any. */
async function lastOfNames(
  source: ByteSource,
  named: ElfSection | undefined,
  names: Uint8Array | undefined,
): Promise<number | undefined> {
  if (!named || !names || names.length > 0) return names?.at(-1);
  return named.sh_offset === 0 ? undefined : (await source.read(named.sh_offset - 1, 1))[0];
}
