import { defineCheck } from "../analyse/define-check.ts";
import { ET_REL, linkedTypes } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-not-relocatable",
  title: { en: "The ELF file is not relocatable", zh: "ELF 文件不是可重定位文件" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["elf"] },
  run: ({ kernel, module }) => {
    const { hasHeader, e_type, littleEndian } = module.elf;
    // In the other byte order e_type is read wrong in any case; see elf-wrong-byte-order.
    const readable = hasHeader && littleEndian === kernel.architecture.littleEndian;
    return readable && e_type !== ET_REL ? [{ e_type, kind: linkedTypes[e_type] ?? "?" }] : [];
  },
  kernelSays: ({ e_type }, context) => elfSays(context, `Invalid ELF header type: ${e_type} != 1`),

  example: { e_type: 3, kind: "ET_DYN" },
  explain: {
    en: ({ e_type, kind }) => ({
      what: `The file's ELF type is ${e_type} (${kind}); a module has 1 (ET_REL, relocatable).`,
      why: "It is a program, a shared library or a core dump, or its header is damaged.",
      fix: "Give the `.ko` that the kernel's build system wrote: `make -C /lib/modules/$(uname -r)/build M=$PWD modules`.",
    }),
    zh: ({ e_type, kind }) => ({
      what: `该文件的 ELF 类型是 ${e_type}（${kind}），而模块应为 1（ET_REL，可重定位）。`,
      why: "它是可执行程序、共享库或核心转储，或者文件头已损坏。",
      fix: "请使用内核构建系统生成的 `.ko`：`make -C /lib/modules/$(uname -r)/build M=$PWD modules`。",
    }),
  },
});
