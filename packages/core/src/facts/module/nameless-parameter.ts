import { Cursor } from "../../io/cursor.ts";
import { kernel_param } from "../../formats/kernel-param/structs.ts";
import { eachRelocation, relocationSize } from "../../formats/elf/relocation-table.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { bytesOf, piecesOf } from "./relocation-tables.ts";
import type { Job } from "./relocations-closer.ts";

/** `name`, `mod` and `ops` of `struct kernel_param` are always pointers to something. */
const POINTERS = 3;

const tableOf = ({ file }: Job): ElfSection | undefined => file.elf.allocSection("__param");

/** Whether there are too few relocations for that each parameter has its name. */
export function mayBeNameless(job: Job): boolean {
  const { header } = job.file.elf;
  const params = tableOf(job);
  if (!params) return false;
  const entries = Math.floor(params.sh_size / kernel_param.sizeof(header.encoding));
  let relocations = 0;
  for (const table of job.tables) {
    if (table.sh_info === params.index)
      relocations += Math.floor(table.sh_size / relocationSize(table, header));
  }
  return relocations < POINTERS * entries;
}

/** The first parameter, by its place in `__param`, that is shown in /sys and of which no relocation gives the name. */
export async function namelessParameter(job: Job): Promise<number | undefined> {
  const { file, rules, tables } = job;
  const { header, source } = file.elf;
  const params = tableOf(job);
  const content = params && (await bytesOf(file, params));
  if (!params || !content) return undefined;
  const relocated = new Set<number>();
  for (const section of tables) {
    if (section.sh_info !== params.index) continue;
    for await (const table of piecesOf(file, section)) {
      eachRelocation(table, header, ({ type, offset }) => {
        if (!rules.nothing.includes(type)) relocated.add(offset);
      });
    }
  }
  const size = kernel_param.sizeof(header.encoding);
  const at = kernel_param.offsets(header.encoding).name;
  for (let index = 0; (index + 1) * size <= content.bytes.length; index += 1) {
    const entry = content.bytes.subarray(index * size, (index + 1) * size);
    const { perm } = kernel_param.read(new Cursor(entry, source.name, header.encoding, content.offset));
    if (perm !== 0 && !relocated.has(index * size + at)) return index;
  }
  return undefined;
}
