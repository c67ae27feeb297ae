import { defineCheck } from "../analyse/define-check.ts";
import type { ArchitectureName } from "../model/architecture.ts";
import { elfSays } from "./shared/says.ts";

// elf_check_arch() of these looks at EI_CLASS too. The others read a header of their own class and stop at e_shentsize.
const checksClass: ReadonlySet<ArchitectureName> = new Set([
  "riscv64",
  "riscv32",
  "s390x",
  "mips64el",
  "mips64",
  "mipsel",
  "mips",
  "loongarch64",
]);

export default defineCheck({
  id: "elf-wrong-class",
  title: { en: "The module has the other word size", zh: "模块的位数与内核不同" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["elf"] },
  run: ({ kernel, module }) => {
    const { hasHeader, e_machine } = module.elf;
    const { name, bits: kernelBits } = kernel.architecture;
    const seenInHeader = checksClass.has(name);
    const bits = (seenInHeader ? module.elf.classBits : undefined) ?? module.elf.bits;
    return hasHeader && bits !== kernelBits ? [{ bits, kernelBits, e_machine, seenInHeader }] : [];
  },
  kernelSays: ({ e_machine, seenInHeader }, context) =>
    elfSays(
      context,
      seenInHeader ? `Invalid architecture in ELF header: ${e_machine}` : "Invalid ELF section header size",
    ),

  example: { bits: 32, kernelBits: 64, e_machine: 62, seenInHeader: false },
  explain: {
    en: ({ bits, kernelBits }) => ({
      what: `The module ${bits === 0 ? "says that it has neither 32 nor 64 bits" : `is a ${bits}-bit file`}; the kernel has ${kernelBits} bits.`,
      why: "A 64-bit kernel runs 32-bit programs, but modules are part of the kernel and need its own word size.",
      fix: "Build it with the compiler and the headers of this kernel; check what runs with `uname -m`.",
    }),
    zh: ({ bits, kernelBits }) => ({
      what: `模块${bits === 0 ? "的文件头标明的位数无效" : `是 ${bits} 位文件`}，而内核是 ${kernelBits} 位。`,
      why: "64 位内核可以运行 32 位程序，但模块是内核的一部分，位数必须与内核相同。",
      fix: "请使用该内核的编译器和头文件重新编译；可用 `uname -m` 确认正在运行的内核。",
    }),
  },
});
