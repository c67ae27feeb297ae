import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";

const symbols = { init: "init_module", exit: "cleanup_module" } as const;

export default defineCheck({
  id: "entry-point-unlinked",
  title: {
    en: "`struct module` does not point to the module's own function",
    zh: "`struct module` 没有指向模块自己的函数",
  },
  effect: "unsafe",
  needs: { module: ["thisModule"] },
  // do_init_module() calls mod->init where it is not 0, and delete_module() wants mod->exit. kernel/module/main.c
  run: ({ module: { thisModule } }) => {
    const unlinked = (thisModule?.unlinked ?? []).map((member) => ({ member, displaced: false }));
    const displaced = (thisModule?.displaced ?? []).map((member) => ({ member, displaced: true }));
    return [...unlinked, ...displaced];
  },

  example: { member: "init", displaced: false },
  explain: {
    en: ({ member, displaced }) => ({
      what: displaced
        ? `Something is added to the address of \`${symbols[member]}\` in \`struct module\`: the kernel will jump into the middle of the function.`
        : `The module has a function \`${symbols[member]}\`, and no relocation enters its address into \`struct module\`: ${member === "init" ? "the kernel loads the module and does not run it" : "the kernel finds no function to remove the module with, and it cannot be unloaded"}.`,
      why: "The kernel's build enters the address; the file was linked by hand or changed after it was built, for instance by a tool that took relocations away.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ member, displaced }) => ({
      what: displaced
        ? `\`struct module\` 中 \`${symbols[member]}\` 的地址被加上了一个偏移：内核会跳到该函数的中间。`
        : `模块中有函数 \`${symbols[member]}\`，但没有重定位把它的地址写入 \`struct module\`：${member === "init" ? "内核会加载该模块，但不会运行它" : "内核找不到卸载函数，该模块无法卸载"}。`,
      why: "内核的构建系统会写入该地址；该文件可能是手工链接的，或在编译之后被改动过，例如被某个工具去掉了重定位。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
