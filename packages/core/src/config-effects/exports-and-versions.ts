/** Options that decide what is exported, and how exports are versioned. */
const options: ReadonlySet<string> = new Set([
  // kernel/module/Kconfig, init/Kconfig before 5.18
  "CONFIG_MODVERSIONS",
  "CONFIG_ASM_MODVERSIONS",
  "CONFIG_MODULE_REL_CRCS",
  "CONFIG_TRIM_UNUSED_KSYMS",
  "CONFIG_UNUSED_KSYMS_WHITELIST",
  "CONFIG_UNUSED_SYMBOLS",
  // Which tool computes the CRCs, and in which form a module carries them: 6.14
  "CONFIG_GENKSYMS",
  "CONFIG_GENDWARFKSYMS",
  "CONFIG_BASIC_MODVERSIONS",
  "CONFIG_EXTENDED_MODVERSIONS",
  // Three offsets instead of three pointers: include/linux/export.h
  "CONFIG_HAVE_ARCH_PREL32_RELOCATIONS",
  // rust/exports.c
  "CONFIG_RUST",
]);

/** Whether an option decides what is exported, or how it is versioned. */
export const decidesExports = (option: string): boolean => options.has(option);
