import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { damaged } from "./shared/damaged.ts";
import { elfSays, noExec } from "./shared/says.ts";
import { summaryOf } from "./shared/sections.ts";

export default defineCheck({
  id: "elf-section-bounds",
  title: { en: "A section is outside the file", zh: "某个节超出文件范围" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => {
    // Where a file was cut off, most of its sections are outside: the first stands for all.
    const index = summaryOf(elf).outside;
    const section = elf.sections[index];
    if (!section) return [];
    const { name = "", sh_type: type, sh_offset: offset, sh_size } = section;
    return [{ index, name, type, offset, end: offset + sh_size, size: elf.size }];
  },
  kernelSays: ({ index, type }, context) => {
    const line = `Invalid ELF section in module (section ${index} type ${type})`;
    // elf_validity_check() of 5.10 prints this one beside the general line.
    return hasCome(context.generation, "5.13")
      ? elfSays(context, line)
      : noExec(line, ...elfSays(context, line).log);
  },

  example: { index: 1, name: ".text", type: 1, offset: 8190, end: 8254, size: 8192 },
  explain: {
    en: ({ index, name, offset, end, size }) => ({
      what: `Section ${index} \`${name}\` is at ${offset} to ${end}; the file has ${size} bytes.`,
      ...damaged.en,
    }),
    zh: ({ index, name, offset, end, size }) => ({
      what: `第 ${index} 节 \`${name}\` 位于 ${offset} 到 ${end} 字节处，而文件只有 ${size} 字节。`,
      ...damaged.zh,
    }),
  },
});
