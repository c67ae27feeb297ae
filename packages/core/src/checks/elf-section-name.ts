import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { damaged } from "./shared/damaged.ts";
import { elfSays, noExec } from "./shared/says.ts";
import { summaryOf } from "./shared/sections.ts";

export default defineCheck({
  id: "elf-section-name",
  title: { en: "A section's name is outside the name table", zh: "某个节的名字超出节名表" },
  effect: "refused",
  needs: { module: ["elf"] },
  // Up to 6.12 the kernel looks only at what occupies memory; nothing else is worth a finding.
  run: ({ module: { elf } }) => {
    const index = summaryOf(elf).nameless;
    const section = elf.sections[index];
    return section ? [{ index, type: section.sh_type }] : [];
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
