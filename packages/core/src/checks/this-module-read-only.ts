import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { SHF_WRITE, THIS_MODULE } from "./shared/elf.ts";
import { named } from "./shared/sections.ts";

export default defineCheck({
  id: "this-module-read-only",
  title: {
    en: "`struct module` is in a section that cannot be written to",
    zh: "`struct module` 所在的节不可写",
  },
  effect: "unsafe",
  crashesHere: true,
  needs: { kernel: ["loaderOptions"], module: ["elf"] },
  // complete_formation() in kernel/module/main.c makes the section read-only and then writes `state` to it.
  run: ({ kernel, module: { elf } }) => {
    const section = named(elf, THIS_MODULE)?.firstAllocated;
    if (!section || (section.sh_flags & SHF_WRITE) !== 0) return [];
    return kernel.loaderOptions.has("strict-rwx") ? [{ section: THIS_MODULE }] : [];
  },

  example: { section: ".gnu.linkonce.this_module" },
  explain: {
    en: ({ section }) => ({
      what: `The section \`${section}\` has no \`SHF_WRITE\`, so the kernel makes it read-only; it then writes to it and crashes while loading.`,
      why: "The kernel's build makes this section writable; the file was linked by hand or changed after it was built.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ section }) => ({
      what: `\`${section}\` 节没有 \`SHF_WRITE\` 标志，内核会把它设为只读，随后又向其中写入，从而在加载时崩溃。`,
      why: "内核的构建系统会把该节设为可写；该文件可能是手工链接的，或在编译之后被改动过。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
