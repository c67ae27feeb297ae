/**
 * Which option puts which word into the vermagic: include/linux/vermagic.h and arch/*\/include/asm/vermagic.h, Linux 5.10
 * to 7.3. A word of several options is there when one of them is set; which one counts depends on the release, and a
 * kernel sets those of its time.
 */
export const vermagicWords: Readonly<Record<string, readonly string[]>> = {
  SMP: ["CONFIG_SMP"],
  // CONFIG_PREEMPT until 5.15, CONFIG_PREEMPT_BUILD since, which CONFIG_PREEMPT_DYNAMIC sets too.
  preempt: ["CONFIG_PREEMPT_BUILD", "CONFIG_PREEMPT"],
  preempt_rt: ["CONFIG_PREEMPT_RT"],
  mod_unload: ["CONFIG_MODULE_UNLOAD"],
  modversions: ["CONFIG_MODVERSIONS"],
  // arch/arm
  p2v8: ["CONFIG_ARM_PATCH_PHYS_VIRT"],
  thumb2: ["CONFIG_THUMB2_KERNEL"],
  // __LINUX_ARM_ARCH__ is the oldest that is set: arch/arm/Makefile
  ARMv7: ["CONFIG_CPU_32v7"],
  ARMv6: ["CONFIG_CPU_32v6", "CONFIG_CPU_32v6K"],
  ARMv5: ["CONFIG_CPU_32v5"],
  ARMv4: ["CONFIG_CPU_32v4", "CONFIG_CPU_32v4T"],
  ARMv3: ["CONFIG_CPU_32v3"],
  // arch/x86, 32 bit alone
  "486SX": ["CONFIG_M486SX"],
  "486": ["CONFIG_M486"],
  "586": ["CONFIG_M586"],
  "586TSC": ["CONFIG_M586TSC"],
  "586MMX": ["CONFIG_M586MMX"],
  "686": ["CONFIG_M686"],
  CORE2: ["CONFIG_MCORE2"],
  ATOM: ["CONFIG_MATOM"],
  PENTIUMII: ["CONFIG_MPENTIUMII"],
  PENTIUMIII: ["CONFIG_MPENTIUMIII"],
  PENTIUMM: ["CONFIG_MPENTIUMM"],
  PENTIUM4: ["CONFIG_MPENTIUM4"],
  K6: ["CONFIG_MK6"],
  K7: ["CONFIG_MK7"],
  K8: ["CONFIG_MK8"],
  ELAN: ["CONFIG_MELAN"],
  CRUSOE: ["CONFIG_MCRUSOE"],
  EFFICEON: ["CONFIG_MEFFICEON"],
  WINCHIPC6: ["CONFIG_MWINCHIPC6"],
  WINCHIP3D: ["CONFIG_MWINCHIP3D"],
  CYRIXIII: ["CONFIG_MCYRIXIII"],
  "VIAC3-2": ["CONFIG_MVIAC3_2"],
  VIAC7: ["CONFIG_MVIAC7"],
  GEODEGX1: ["CONFIG_MGEODEGX1"],
  GEODE: ["CONFIG_MGEODE_LX"],
  // arch/powerpc
  "patchable-function-entry": ["CONFIG_ARCH_USING_PATCHABLE_FUNCTION_ENTRY"],
  "mprofile-kernel": ["CONFIG_MPROFILE_KERNEL"],
  relocatable: ["CONFIG_RELOCATABLE"],
  // arch/mips, arch/loongarch
  "32BIT": ["CONFIG_32BIT"],
  "64BIT": ["CONFIG_64BIT"],
  BMIPS: ["CONFIG_CPU_BMIPS"],
  MIPS32_R1: ["CONFIG_CPU_MIPS32_R1"],
  MIPS32_R2: ["CONFIG_CPU_MIPS32_R2"],
  MIPS32_R5: ["CONFIG_CPU_MIPS32_R5"],
  MIPS32_R6: ["CONFIG_CPU_MIPS32_R6"],
  MIPS64_R1: ["CONFIG_CPU_MIPS64_R1"],
  MIPS64_R2: ["CONFIG_CPU_MIPS64_R2"],
  MIPS64_R5: ["CONFIG_CPU_MIPS64_R5"],
  MIPS64_R6: ["CONFIG_CPU_MIPS64_R6"],
  OCTEON: ["CONFIG_CPU_CAVIUM_OCTEON"],
  LOONGSON32: ["CONFIG_CPU_LOONGSON32"],
  LOONGSON2EF: ["CONFIG_CPU_LOONGSON2EF"],
  LOONGSON64: ["CONFIG_CPU_LOONGSON64"],
};

/** `RANDSTRUCT_<hash>`, until 5.18 `RANDSTRUCT_PLUGIN_<hash>`: the seed by which `struct module`, too, is shuffled. */
const RANDSTRUCT = ["CONFIG_RANDSTRUCT", "CONFIG_GCC_PLUGIN_RANDSTRUCT"];

/** Options that make up the release, before or after `make` was told more: scripts/setlocalversion. */
export const releaseOptions = ["CONFIG_LOCALVERSION", "CONFIG_LOCALVERSION_AUTO"] as const;

/** The options that put a word of the vermagic there; empty for a word that no option decides, or that is not known. */
export function optionsOfWord(word: string): readonly string[] {
  if (word.startsWith("RANDSTRUCT_")) return RANDSTRUCT;
  return Object.hasOwn(vermagicWords, word) ? (vermagicWords[word] ?? []) : [];
}

/** The words that an option puts into the vermagic; empty when it decides none. */
export function wordsOfOption(option: string): readonly string[] {
  const words = Object.keys(vermagicWords).filter((word) => vermagicWords[word]?.includes(option));
  return RANDSTRUCT.includes(option) ? [...words, "RANDSTRUCT_…"] : words;
}
