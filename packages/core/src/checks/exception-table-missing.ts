import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { linkedByHand } from "./shared/damaged.ts";

export default defineCheck({
  id: "exception-table-missing",
  title: {
    en: "The module accesses user memory without a table of exceptions",
    zh: "模块访问用户内存，却没有异常表",
  },
  effect: "unsafe",
  needs: { kernel: ["architecture"], module: ["code"] },
  // find_module_sections() in kernel/module/main.c finds `__ex_table` by its name and misses nothing where there is none;
  // search_module_extables() then has no row for the instruction, and die_kernel_fault() in arch/arm64/mm/fault.c or
  // no_context() in arch/riscv/mm/fault.c follows.
  run: ({ kernel, module }) => {
    const { name } = kernel.architecture;
    const told = name === "arm64" || name.startsWith("riscv");
    return told && module.code.userAccess ? [module.code.userAccess] : [];
  },

  example: { section: ".text", offset: 0xa4 },
  explain: {
    en: ({ section, offset }) => ({
      what: `The code at ${hex(offset)} of \`${section}\` reads or writes user memory itself, and the module has no \`__ex_table\` that tells the kernel where to go on when the address is bad: a program that passes a bad pointer crashes the kernel.`,
      why: "Every compiled `get_user()` or `put_user()` leaves a row in that section, which was then dropped or got another name: by a linker script, a `strip` or an `objcopy` that is not part of the kernel's build.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ section, offset }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的代码直接读写用户内存，而模块没有 \`__ex_table\` 来告诉内核地址无效时应从何处继续执行：任何程序只要传入无效指针就会使内核崩溃。`,
      why: "每个编译后的 `get_user()` 或 `put_user()` 都会在该节中留下一项，但该节后来被丢弃或改了名：模块使用了并非内核自带的链接脚本，或被 `strip`、`objcopy` 处理过。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
