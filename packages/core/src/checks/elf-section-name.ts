import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { damaged } from "./shared/damaged.ts";
import { nameTable } from "./shared/elf.ts";
import { elfSays, noExec } from "./shared/says.ts";
import { summaryOf } from "./shared/sections.ts";

export default defineCheck({
  id: "elf-section-name",
  title: { en: "A section's name is outside the name table", zh: "某个节的名字超出节名表" },
  effect: "refused",
  needs: { kernel: ["generation"], module: ["elf"] },
  // Up to 6.12 the kernel looks only at what occupies memory and has bytes in the file: elf_validity_check(), later elf_validity_cache_secstrings()
  // in kernel/module/main.c
  run: ({ kernel, module: { elf } }) => {
    const { nameless, namelessInMemory } = summaryOf(elf);
    if (nameless < 0 && namelessInMemory < 0) return [];
    // Without a table no name is inside of it, and the kernel does not get as far as this.
    const table = nameTable(elf);
    if (!table || table.sh_offset + table.sh_size > elf.size) return [];
    const section = elf.sections[hasCome(kernel.generation, "6.13") ? nameless : namelessInMemory];
    return section ? [{ index: elf.sections.indexOf(section), type: section.sh_type }] : [];
  },
  kernelSays: ({ index, type }, context) => {
    const line = `Invalid ELF section name in module (section ${index} type ${type})`;
    // elf_validity_check() of 5.10 prints this one beside the general line.
    return hasCome(context.generation, "5.13")
      ? elfSays(context, line)
      : noExec(line, ...elfSays(context, line).log);
  },

  example: { index: 1, type: 1 },
  explain: {
    en: ({ index }) => ({
      what: `The name of section ${index} is outside the table of section names.`,
      ...damaged.en,
    }),
    zh: ({ index }) => ({ what: `第 ${index} 节的名字位于节名表之外。`, ...damaged.zh }),
  },
});
