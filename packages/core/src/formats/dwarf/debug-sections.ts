import { type ByteSource, bytesSource, readAll } from "../../io/byte-source.ts";
import { openUncompressed } from "../elf/compressed-section.ts";
import { ET_REL, SHT_NOBITS } from "../elf/constants.ts";
import { applyDataRelocations } from "../elf/data-relocations.ts";
import type { ElfFile } from "../elf/elf.ts";
import { relocationsOf } from "../elf/relocations.ts";
import { type SectionBytes, sectionBytes } from "../elf/section-bytes.ts";
import type { ElfSection } from "../elf/section-table.ts";

/** The debug information of an ELF file, section by section, as a debugger sees it: unpacked and relocated. */
export interface DebugSections {
  readonly file: ElfFile;
  /** Whether there is a section of that name with bytes; nothing is read. */
  has(name: string): boolean;
  /**
   * Sections of that name: one, or several where an object file has groups (type units), or none. A plain one is read where
   * it stands; one that is compressed or relocated is in memory from here on.
   *
   * @throws {FormatError} if one is damaged, or too large to be unpacked.
   */
  open(name: string): Promise<readonly ByteSource[]>;
  /** All of the first section of that name, read once; empty when there is none. @throws as {@link DebugSections.open} */
  whole(name: string): Promise<SectionBytes>;
}

/** `.debug_info` of a vmlinux of everything that Debian builds in has 300 MB. Compressed, it has to be in memory. */
const MAX_IN_MEMORY = 512 << 20;
/** `.debug_str` and `.debug_abbrev` of a vmlinux have some 10 MB each. */
const MAX_WHOLE = 256 << 20;

/** The debug sections of a file. Nothing is read before it is asked for, and everything once. */
export function debugSections(file: ElfFile): DebugSections {
  const opened = new Map<string, Promise<readonly ByteSource[]>>();
  const read = new Map<string, Promise<SectionBytes>>();
  const open = async (name: string): Promise<readonly ByteSource[]> =>
    remembered(opened, name, async () => {
      const sources: ByteSource[] = [];
      for (const section of sectionsNamed(file, name)) sources.push(await openSection(file, section));
      return sources;
    });
  return {
    file,
    has: (name) => sectionsNamed(file, name).length > 0,
    open,
    whole: async (name) =>
      remembered(read, name, async () => {
        const [source] = await open(name);
        const bytes = source ? await readAll(source, MAX_WHOLE) : new Uint8Array(0);
        return sectionBytes(bytes, source?.name ?? file.source.name, 0, file.header.encoding);
      }),
  };
}

async function remembered<T>(
  known: Map<string, Promise<T>>,
  name: string,
  make: () => Promise<T>,
): Promise<T> {
  const value = known.get(name) ?? make();
  known.set(name, value);
  return value;
}

/** `.zdebug_info` is what `.debug_info` was called when it was compressed, before SHF_COMPRESSED. */
function sectionsNamed({ sections }: ElfFile, name: string): ElfSection[] {
  const old = name.replace(".debug_", ".zdebug_");
  return sections.filter(
    (section) => (section.name === name || section.name === old) && section.sh_type !== SHT_NOBITS,
  );
}

async function openSection(file: ElfFile, section: ElfSection): Promise<ByteSource> {
  const source = await openUncompressed(file, section, MAX_IN_MEMORY);
  // An x86 vmlinux keeps its relocations; what is linked has them applied.
  if (file.header.e_type !== ET_REL || !relocationsOf(file, section)) return source;
  const bytes = Uint8Array.from(await readAll(source, MAX_IN_MEMORY));
  await applyDataRelocations(file, section, bytes);
  return bytesSource(source.name, bytes);
}
