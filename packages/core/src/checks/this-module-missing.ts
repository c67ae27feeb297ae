import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { THIS_MODULE } from "./shared/elf.ts";
import { named } from "./shared/sections.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "this-module-missing",
  title: { en: "`.gnu.linkonce.this_module` is missing", zh: "缺少 `.gnu.linkonce.this_module`" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) =>
    elf.sections.length > 0 && !named(elf, THIS_MODULE) ? [{ sections: elf.sections.length }] : [],
  // setup_load_info(), elf_validity_cache_copy(), elf_validity_cache_index_mod() in kernel/module/main.c
  kernelSays: (_, { generation, moduleInElfChecks: module }) => {
    if (!hasCome(generation, "6.4")) return noExec(`${module}: No module found in object`);
    const count = hasCome(generation, "6.13") ? "Exactly" : "Only";
    return noExec(`module ${module}: ${count} one ${THIS_MODULE} section must exist.`);
  },

  example: { sections: 7 },
  explain: {
    en: () => ({
      what: `The file has no section \`${THIS_MODULE}\`, which holds the module's own \`struct module\`.`,
      why: "It is an object file of the build (`x.o`), or it was linked by hand without the `x.mod.o` that modpost's code becomes.",
      ...linkedByHand.en,
    }),
    zh: () => ({
      what: `文件中没有存放模块自身 \`struct module\` 的 \`${THIS_MODULE}\` 节。`,
      why: "它是编译过程中的目标文件（`x.o`），或者是手工链接的，缺少由 modpost 生成的 `x.mod.o`。",
      ...linkedByHand.zh,
    }),
  },
});
