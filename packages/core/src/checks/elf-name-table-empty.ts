import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { nameTable } from "./shared/elf.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "elf-name-table-empty",
  title: { en: "The section name table is empty", zh: "节名表为空" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => (nameTable(elf)?.sh_size === 0 ? [{ index: elf.e_shstrndx }] : []),
  kernelSays: () => noExec("empty section name table"),

  example: { index: 7 },
  explain: {
    en: ({ index }) => ({
      what: `Section ${index}, which should hold the section names, has no bytes.`,
      ...damaged.en,
    }),
    zh: ({ index }) => ({ what: `应存放节名的第 ${index} 节是空的。`, ...damaged.zh }),
  },
});
