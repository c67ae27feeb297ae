import { SHT_NOBITS } from "../../formats/elf/constants.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { codeLayout } from "./code-layout.ts";
import type { ModuleFile } from "./module-file.ts";
import { bytesOf } from "./relocation-tables.ts";

/**
 * Whether something else than zeros stands, once the module is laid out, in the `width` bytes at `offset` of a section with
 * code, some of which are behind its end. `undefined` where that cannot be told.
 */
export async function isFilledBehind(
  file: ModuleFile,
  section: ElfSection,
  offset: number,
  width: number,
): Promise<boolean | undefined> {
  const layout = codeLayout(file.elf);
  const own = layout[section.index];
  if (own?.start === undefined) return undefined;
  const from = own.start + offset;
  let last = 0;
  for (const [index, place] of layout.entries()) {
    const other = file.elf.sections[index];
    if (!other || !place || place.part !== own.part) continue;
    if (place.start === undefined) return undefined;
    const end = place.start + other.sh_size;
    last = Math.max(last, end);
    if (other.sh_type === SHT_NOBITS || end <= from || place.start >= from + width) continue;
    const bytes = await bytesOf(file, other);
    const [low, high] = [Math.max(0, from - place.start), Math.max(0, from + width - place.start)];
    if (bytes?.bytes.subarray(low, high).some((byte) => byte !== 0) === true) return true;
  }
  // Between the sections the kernel has zeros, up to the end of the page.
  return from + width <= Math.ceil(last / PAGE) * PAGE ? false : undefined;
}

/** Of x86. */
const PAGE = 4096;
