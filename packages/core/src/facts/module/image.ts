import { damaged, type SectionBytes, sectionBytes } from "../../formats/elf/section-bytes.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { ModuleFile } from "./module-file.ts";

/** The pages in which a kernel holds a module file, on nearly all architectures. What is behind the last is not mapped. */
const PAGE = 4096;
/** Nobody reads on further than this. */
const MAX_IMAGE = 16 << 20;

/**
 * The bytes from the start of `section` to the end of the file's last page, as the kernel sees them that does not look
 * where a section ends: the rest of the file, then zeros.
 *
 * @throws {FormatError} if these are too many.
 */
export async function imageFrom(
  { all: source, elf: { header }, name }: ModuleFile,
  section: ElfSection,
): Promise<SectionBytes> {
  const offset = Math.min(section.sh_offset, source.size);
  const length = source.size - offset;
  const image = sectionBytes(new Uint8Array(), name, offset, header.encoding);
  if (length > MAX_IMAGE) damaged(image, 0, `strings that end within ${MAX_IMAGE} bytes expected`);
  const bytes = new Uint8Array(Math.ceil(source.size / PAGE) * PAGE - offset);
  bytes.set(await source.read(offset, length));
  return sectionBytes(bytes, name, offset, header.encoding);
}
