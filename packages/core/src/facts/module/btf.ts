import { BTF_START, headerFault, contentFault } from "../../formats/btf/split-btf.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { Fact } from "../../model/fact.ts";
import type { ModuleBtf } from "../../model/module.ts";
import { readable } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

/** Types that are walked: what a common module has, a hundred times over. */
const MAX_TYPES = 1 << 20;

/** any_section_objs() in kernel/module/main.c finds it whatever its flags. */
const btfSection = ({ elf }: ModuleFile): ElfSection | undefined => elf.section(".BTF");

/** What of it is always looked at. */
export function btfStart(file: ModuleFile): ElfSection | undefined {
  const section = btfSection(file);
  return section && { ...section, sh_size: Math.min(section.sh_size, BTF_START) };
}

/** The types of a module, `undefined` when it has none. Of a file that is not read whole, only their header is looked at. */
export function moduleBtf(file: ModuleFile): Fact<ModuleBtf | undefined> {
  return readable({ input: file.name, part: ".BTF" }, () => {
    const section = btfSection(file);
    const start = btfStart(file);
    if (!section || !start || section.sh_size === 0) return undefined;
    const { littleEndian } = file.elf.header.encoding;
    const fault =
      headerFault(file.bytes(start).view, section.sh_size, littleEndian) ?? inContent(file, section);
    const base = file.elf.section(".BTF.base")?.sh_size;
    return { size: section.sh_size, ...(base && { base }), ...(fault && { fault }) };
  });
}

function inContent(file: ModuleFile, section: ElfSection): ModuleBtf["fault"] {
  const whole = section.sh_size <= MAX_TYPES ? file.held(section) : undefined;
  return whole && contentFault(whole.view, whole.encoding.littleEndian);
}
