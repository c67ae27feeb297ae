import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { SHT_NOBITS, THIS_MODULE } from "./shared/elf.ts";
import { named } from "./shared/sections.ts";

export default defineCheck({
  id: "this-module-without-content",
  title: {
    en: "`struct module` has no content, and this kernel does not look",
    zh: "`struct module` 没有内容，而该内核不作检查",
  },
  effect: "unsafe",
  crashesHere: true,
  needs: { module: ["elf"] },
  // move_module() of kernels before 6.4 copies no SHT_NOBITS, and so loses what it has filled in already.
  run: ({ module: { elf } }) =>
    named(elf, THIS_MODULE)?.first.sh_type === SHT_NOBITS ? [{ section: THIS_MODULE }] : [],

  example: { section: ".gnu.linkonce.this_module" },
  explain: {
    en: ({ section }) => ({
      what: `The section \`${section}\` is of the type \`SHT_NOBITS\`: it takes memory and has no bytes in the file, and kernels before 6.4 crash while they load such a module.`,
      why: "The kernel's build writes this section with the module's name; the file was linked by hand or changed after it was built.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ section }) => ({
      what: `\`${section}\` 节的类型是 \`SHT_NOBITS\`：它占用内存，但在文件中没有内容，6.4 之前的内核在加载这样的模块时会崩溃。`,
      why: "内核的构建系统会在该节中写入模块名等内容；该文件可能是手工链接的，或在编译之后被改动过。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
