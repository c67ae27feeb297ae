import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { isAllocated, THIS_MODULE } from "./shared/elf.ts";
import { named } from "./shared/sections.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "this-module-not-allocated",
  title: { en: "`.gnu.linkonce.this_module` is not loaded", zh: "`.gnu.linkonce.this_module` 不占用内存" },
  effect: "refused",
  needs: { kernel: ["generation"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    const found = named(elf, THIS_MODULE);
    // Up to 6.3 another one that is loaded will do.
    if (!found || (found.allocated && !hasCome(kernel.generation, "6.4"))) return [];
    const { first } = found;
    return !isAllocated(first) ? [{ flags: first.sh_flags }] : [];
  },
  // Up to 6.3 find_sec() does not see it at all: setup_load_info() in kernel/module/main.c
  kernelSays: (_, { generation, moduleInElfChecks: module }) =>
    noExec(
      hasCome(generation, "6.4")
        ? `module ${module}: ${THIS_MODULE} must occupy memory during process execution`
        : `${module}: No module found in object`,
    ),

  example: { flags: 1 },
  explain: {
    en: ({ flags }) => ({
      what: `\`${THIS_MODULE}\` has flags ${flags}, without SHF_ALLOC (2): it would not be put into memory.`,
      why: "A tool that edits ELF files changed the section's flags.",
      ...linkedByHand.en,
    }),
    zh: ({ flags }) => ({
      what: `\`${THIS_MODULE}\` 的标志为 ${flags}，缺少 SHF_ALLOC（2），因此不会被放入内存。`,
      why: "某个编辑 ELF 的工具改动了该节的标志。",
      ...linkedByHand.zh,
    }),
  },
});
