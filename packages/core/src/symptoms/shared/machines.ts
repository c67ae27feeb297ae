/** Names of `e_machine`, the usual ones of Linux kernels (include/uapi/linux/elf-em.h). */
export const machineNames: Readonly<Partial<Record<string, string>>> = {
  "3": "i386",
  "8": "MIPS",
  "20": "PowerPC",
  "21": "PowerPC64",
  "22": "s390",
  "40": "ARM",
  "62": "x86-64",
  "183": "arm64",
  "243": "RISC-V",
  "258": "LoongArch",
};
