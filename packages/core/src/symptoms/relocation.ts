import { defineSymptom } from "./define-symptom.ts";
import { moduleIn } from "./shared/words.ts";

export default defineSymptom({
  id: "relocation",
  title: { en: "The kernel cannot put the module's code in its place", zh: "内核无法对模块代码进行重定位" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "overflow",
      needle: "overflow in relocation type ",
      // arch/x86/kernel/module.c, arch/arm64/kernel/module.c
      pattern: /(?:module (?<module>[^\s:]{1,64}): )?overflow in relocation type (?<number>\d+) val/,
      checks: ["relocation-overflow"],
      example: "module: overflow in relocation type 10 val ffffffffc1617781",
    },
    {
      id: "mcmodel",
      needle: "likely not compiled with -mcmodel=kernel",
      pattern: /[`'](?<module>[^\s`']+)' likely not compiled with -mcmodel=kernel/,
      checks: ["relocation-overflow"],
      example: "module: `vloop' likely not compiled with -mcmodel=kernel",
    },
    {
      id: "arm",
      needle: [": relocation ", ": out of bounds relocation", ": bad relocation sym offset"],
      // arch/arm/kernel/module.c
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): section \d+ reloc \d+(?: sym '[^']*')?(?:: relocation \d+ out of range|: out of bounds relocation|: bad relocation sym offset)/,
      checks: ["relocation-outside-section", "relocation-symbol-outside"],
      example:
        "optee_x: section 2 reloc 398 sym 'tee_smc_call': relocation 10 out of range (0x7f808efa -> 0x7f809334)",
    },
    {
      id: "unknown",
      needle: [
        "nknown relocation: ",
        "nknown relocation type ",
        "nknown rela relocation: ",
        "nsupported RELA relocation: ",
        "REL relocation unsupported",
      ],
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): (?:[Uu]nknown relocation: |[Uu]nknown relocation type |[Uu]nknown rela relocation: |[Uu]nsupported RELA relocation: |REL relocation unsupported)/,
      checks: ["relocation-type-unknown", "relocation-format-unsupported"],
      example: "plainmod: Unknown relocation type 57",
    },
    {
      id: "riscv",
      needle: [
        "can not be addressed by the 32-bit offset",
        "Can not find HI20 relocation",
        "Thread local storage not supported in kernel",
        "Dynamic linking not supported in kernel",
      ],
      // arch/riscv/kernel/module.c
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): (?:target \S+ can not be addressed by the 32-bit offset|Can not find HI20 relocation|Thread local storage not supported in kernel|Dynamic linking not supported in kernel)/,
      checks: ["weak-symbol-too-far", "relocation-pair-missing", "relocation-type-unknown"],
      example:
        "vloop: target 0000000000000000 can not be addressed by the 32-bit offset from PC = 0000000004a0bebe",
    },
    {
      id: "not-zero",
      needle: "elocation target, existing value is nonzero for ",
      pattern:
        /(?:Skipping invalid r|Invalid r)elocation target, existing value is nonzero for (?:sec \d+, idx \d+, )?type (?!1,)(?<number>\d+)/,
      checks: ["relocation-target-not-zero", "relocation-target-in-use"],
      example:
        "module: x86/modules: Skipping invalid relocation target, existing value is nonzero for type 4, loc 00000000d3c1f3a1, val ffffffffc11bfe1d",
    },
  ],
  next: ["check", "preflight"],
  explain: {
    en: (seen) => ({
      what: `${moduleIn(seen, "en")} has a relocation that this kernel does not know, or that does not reach its target.`,
      why: "An object in it was not compiled by kbuild (a binary of a vendor, flags of its own such as `-fPIC`); the assembler is newer than the kernel and writes a type that its loader lacks; or, on 32-bit ARM, the module lies too far from the kernel.",
      fix: "Build all objects through kbuild with the toolchain that the kernel was built with, after `make clean`. On 32-bit ARM the kernel needs `CONFIG_ARM_MODULE_PLTS`. `kofit check` names section and type.",
    }),
    zh: (seen) => ({
      what: `${moduleIn(seen, "zh")} 中有该内核不认识、或无法到达目标的重定位。`,
      why: "其中某个目标文件不是由 kbuild 编译的（厂商的二进制文件，或自带 `-fPIC` 等参数）；汇编器比内核新，写出了加载器不支持的类型；或者在 32 位 ARM 上模块离内核太远。",
      fix: "请在 `make clean` 之后用编译内核的工具链通过 kbuild 编译所有目标文件。32 位 ARM 内核需要 `CONFIG_ARM_MODULE_PLTS`。`kofit check` 会指出节和类型。",
    }),
  },
});
