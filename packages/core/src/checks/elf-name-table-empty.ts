import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { hasCome } from "../model/generation.ts";
import { isAllocated, nameTable } from "./shared/elf.ts";
import { elfSays, noExec } from "./shared/says.ts";

export default defineCheck({
  id: "elf-name-table-empty",
  title: { en: "The section name table is empty", zh: "节名表为空" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => {
    if (nameTable(elf)?.sh_size !== 0) return [];
    const first = elf.sections.findIndex((section, index) => index > 0 && isAllocated(section));
    const type = elf.sections[first]?.sh_type;
    return [{ index: elf.e_shstrndx, ...(type !== undefined && { first, type }) }];
  },
  kernelSays: ({ first, type }, context) => {
    const says = elfSays(context, "empty section name table");
    // elf_validity_check() of 5.10 does not look whether it is empty; then the first name is outside of it.
    if (hasCome(context.generation, "5.13") || first === undefined) return says;
    return noExec(`Invalid ELF section name in module (section ${first} type ${type})`, ...says.log);
  },

  example: { index: 7, first: 1, type: 1 },
  explain: {
    en: ({ index }) => ({
      what: `Section ${index}, which should hold the section names, has no bytes.`,
      ...damaged.en,
    }),
    zh: ({ index }) => ({ what: `应存放节名的第 ${index} 节是空的。`, ...damaged.zh }),
  },
});
