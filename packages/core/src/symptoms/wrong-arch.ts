import { defineSymptom } from "./define-symptom.ts";
import { machineNames } from "./shared/machines.ts";

export default defineSymptom({
  id: "wrong-arch",
  title: { en: "The module is for another processor", zh: "模块属于另一种处理器" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "architecture",
      needle: "architecture in ELF header: ",
      // elf_validity_ehdr() in kernel/module/main.c
      pattern: /Invalid (?:module )?architecture in ELF header: (?<number>\d+)/,
      checks: ["elf-wrong-architecture"],
      example: "Invalid architecture in ELF header: 40",
    },
  ],
  next: ["check"],
  explain: {
    en: ({ first: { number = "" } }) => ({
      what: `The module's ELF header says machine ${number}${machineNames[number] ? `, ${machineNames[number]}` : ""}, and the kernel is for another.`,
      why: "It was compiled without a cross compiler, for the machine that it was built on; or for 32 bits while the kernel has 64, as on a Raspberry Pi OS of 32 bits with a 64-bit kernel.",
      fix: "`uname -m` tells what the kernel is. Build for that: `make ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- -C /path/to/headers M=$PWD modules`, or on the machine itself with a compiler of that architecture.",
    }),
    zh: ({ first: { number = "" } }) => ({
      what: `模块的 ELF 头写明机器类型为 ${number}${machineNames[number] ? `（${machineNames[number]}）` : ""}，而内核属于另一种架构。`,
      why: "编译时没有使用交叉编译器，因此是为编译机器生成的；或者模块是 32 位而内核是 64 位，例如在 32 位的 Raspberry Pi OS 上运行 64 位内核。",
      fix: "`uname -m` 显示内核的架构。请为该架构编译：`make ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- -C /头文件目录 M=$PWD modules`，或在目标机器上用对应架构的编译器编译。",
    }),
  },
});
