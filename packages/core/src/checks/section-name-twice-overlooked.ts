import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { nameTwice, refusesNameTwice } from "./shared/sections.ts";

export default defineCheck({
  id: "section-name-twice-overlooked",
  title: {
    en: "Two loaded sections have one name, and the kernel goes on",
    zh: "两个被加载的节同名，但内核会继续",
  },
  effect: "note",
  needs: { kernel: ["generation", "release"], module: ["elf"] },
  // add_sect_attrs() in kernel/module/sysfs.c, which cannot fail there.
  run: ({ kernel, module }) => {
    const section = nameTwice(module.elf);
    return section === undefined || refusesNameTwice(kernel) ? [] : [{ section }];
  },
  // A stack follows.
  kernelSays: ({ section }, { module }) => ({
    errno: null,
    log: [`sysfs: cannot create duplicate filename '/module/${module}/sections/${section}'`],
  }),

  example: { section: ".text.unlikely" },
  explain: {
    en: ({ section }) => ({
      what: `Two sections that the kernel loads are called \`${section}\`: it warns, with a stack, that it cannot make two files of one name, and loads the module.`,
      why: "The kernel's linker script for modules puts sections of one name together; the module was linked by hand or with another script.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ section }) => ({
      what: `内核要加载的两个节都叫 \`${section}\`：它会输出一条带调用栈的警告，说明无法建立两个同名文件，然后继续加载模块。`,
      why: "内核的模块链接脚本会合并同名的节；该模块是手工链接的，或使用了其他链接脚本。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
