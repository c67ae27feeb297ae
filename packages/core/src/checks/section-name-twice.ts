import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { nameTwice, refusesNameTwice } from "./shared/sections.ts";

export default defineCheck({
  id: "section-name-twice",
  title: { en: "Two loaded sections have one name", zh: "两个被加载的节同名" },
  effect: "refused",
  needs: { kernel: ["generation", "release"], module: ["elf"] },
  // add_sect_attrs() in kernel/module/sysfs.c
  run: ({ kernel, module }) => {
    const section = nameTwice(module.elf);
    return section !== undefined && refusesNameTwice(kernel) ? [{ section }] : [];
  },
  kernelSays: ({ section }, { module }) => ({
    errno: "EEXIST",
    log: [`sysfs: cannot create duplicate filename '/module/${module}/sections/${section}'`],
  }),

  example: { section: ".text.unlikely" },
  explain: {
    en: ({ section }) => ({
      what: `Two sections that the kernel loads are called \`${section}\`, and it cannot make two files of one name in \`/sys/module\`.`,
      why: "The kernel's linker script for modules puts sections of one name together; the module was linked by hand or with another script.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ section }) => ({
      what: `内核要加载的两个节都叫 \`${section}\`，而它无法在 \`/sys/module\` 中建立两个同名文件。`,
      why: "内核的模块链接脚本会合并同名的节；该模块是手工链接的，或使用了其他链接脚本。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
