import { defineCheck } from "../analyse/define-check.ts";
import { machineName } from "../model/architecture.ts";
import { elfSays } from "./shared/says.ts";

// Kernels take these too: elf_check_arch() in arch/x86/include/asm/elf.h, arch/mips/include/asm/elf.h, arch/s390/include/asm/elf.h
const alsoTaken: Readonly<Record<number, readonly number[]>> = { 3: [6], 8: [10], 22: [0xa390] };

export default defineCheck({
  id: "elf-wrong-architecture",
  title: { en: "The module is for another architecture", zh: "模块属于另一种架构" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["elf"] },
  run: ({ kernel, module }) => {
    const { hasHeader, e_machine } = module.elf;
    const { machine, name } = kernel.architecture;
    if (!hasHeader || e_machine === machine || alsoTaken[machine]?.includes(e_machine)) return [];
    return [{ e_machine, kernelMachine: machine, architecture: name }];
  },
  kernelSays: ({ e_machine }, context) =>
    elfSays(context, `Invalid architecture in ELF header: ${e_machine}`),

  example: { e_machine: 183, kernelMachine: 62, architecture: "x86_64" },
  explain: {
    en: ({ e_machine, kernelMachine, architecture }) => ({
      what: `The module is for ${machineName(e_machine)} (\`e_machine\` ${e_machine}); the kernel runs on ${architecture} (${kernelMachine}).`,
      why: "It was built for another kind of processor, or with the host's compiler instead of the cross compiler.",
      fix: `Build it for ${architecture}: \`make ARCH=… CROSS_COMPILE=… -C BUILD_DIRECTORY M=$PWD clean modules\`.`,
    }),
    zh: ({ e_machine, kernelMachine, architecture }) => ({
      what: `模块面向 ${machineName(e_machine)}（\`e_machine\` 为 ${e_machine}），而内核运行在 ${architecture}（${kernelMachine}）上。`,
      why: "它是为另一种处理器编译的，或者编译时用了主机编译器而不是交叉编译器。",
      fix: `请为 ${architecture} 重新编译：\`make ARCH=… CROSS_COMPILE=… -C 编译目录 M=$PWD clean modules\`。`,
    }),
  },
});
