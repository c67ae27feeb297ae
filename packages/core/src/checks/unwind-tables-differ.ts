import { defineCheck } from "../analyse/define-check.ts";
import { configured } from "../model/config.ts";
import { damaged } from "./shared/damaged.ts";
import { named } from "./shared/sections.ts";

/** `sizeof(struct orc_entry)`, arch/x86/include/asm/orc_types.h. */
const ENTRY = 6;
/** Bytes of the place that an entry is for. */
const PLACE = 4;

export default defineCheck({
  id: "unwind-tables-differ",
  title: { en: "The two unwind tables do not fit each other", zh: "两个栈回溯表互不匹配" },
  effect: "unsafe",
  needs: { kernel: ["architecture", "config"], module: ["elf"] },
  // unwind_module_init() in arch/x86/kernel/unwind_orc.c warns, and goes on without them; module_finalize() calls it where both are there.
  run: ({ kernel, module: { elf } }) => {
    const entries = named(elf, ".orc_unwind")?.first.sh_size;
    const places = named(elf, ".orc_unwind_ip")?.first.sh_size;
    if (entries === undefined || places === undefined) return [];
    if (entries % ENTRY === 0 && places % PLACE === 0 && entries / ENTRY === places / PLACE) return [];
    if (kernel.architecture.name !== "x86_64" || !configured(kernel.config, "CONFIG_UNWINDER_ORC")) return [];
    return [{ entries, places }];
  },

  example: { entries: 179, places: 120 },
  explain: {
    en: ({ entries, places }) => ({
      what: `\`.orc_unwind\` has ${entries} bytes, of ${ENTRY} for each entry, and \`.orc_unwind_ip\` has ${places}, of ${PLACE} for each: they do not hold the same number of whole entries, and the kernel warns and cannot follow the module's stack.`,
      ...damaged.en,
    }),
    zh: ({ entries, places }) => ({
      what: `\`.orc_unwind\` 有 ${entries} 字节（每项 ${ENTRY} 字节），\`.orc_unwind_ip\` 有 ${places} 字节（每项 ${PLACE} 字节）：两者的完整项数不同，内核会发出警告，并且无法回溯该模块的栈。`,
      ...damaged.zh,
    }),
  },
});
