import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { damaged } from "./shared/damaged.ts";
import { nameTable } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-name-table-unterminated",
  title: { en: "The section name table does not end in a NUL", zh: "节名表末尾没有 NUL" },
  effect: "refused",
  needs: { kernel: ["generation"], module: ["elf"] },
  // elf_validity_check() and its successors in kernel/module/main.c; for 5.10 an empty table ends before its start.
  run: ({ kernel, module: { elf } }) =>
    elf.nameTableTerminated === false &&
    (nameTable(elf)?.sh_size !== 0 || !hasCome(kernel.generation, "5.13"))
      ? [{ index: elf.e_shstrndx }]
      : [],
  kernelSays: (_, context) =>
    elfSays(context, "ELF Spec violation: section name table isn't null terminated"),

  example: { index: 7 },
  explain: {
    en: ({ index }) => ({
      what: `The last name in the table of section names (section ${index}) has no end.`,
      ...damaged.en,
    }),
    zh: ({ index }) => ({ what: `节名表（第 ${index} 节）中的最后一个名字没有结束符。`, ...damaged.zh }),
  },
});
