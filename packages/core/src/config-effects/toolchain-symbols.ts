/** What init/Kconfig and lib/Kconfig.debug tell of the version of a tool. `CONFIG_` is left out. */
const VERSIONS =
  /^(?:CC_VERSION_TEXT|(?:GCC|CLANG|AS|LD|LLD|PAHOLE|RUSTC|RUSTC_LLVM)_VERSION|(?:RUSTC|BINDGEN)_VERSION_TEXT)$/;

/**
 * Symbols whose value Kconfig finds by running a tool: `$(cc-option)`, `$(as-instr)`, `$(ld-option)`, `$(success)` and
 * `$(shell)` in scripts/Kconfig.include and in the Kconfig files of Linux 5.10, 6.1 and 6.12, and those that depend on
 * nothing else. `CONFIG_` is left out.
 */
const patterns: readonly RegExp[] = [
  // init/Kconfig
  VERSIONS,
  /^(?:CC|AS|LD)_IS_\w+$/,
  /^(?:CC|AS|LD|RUSTC|PAHOLE|TOOLCHAIN|ARM64_AS|ARM64_LD)_(?:HAS|HAVE|NEEDS|CAN|SUPPORTS|NO|ORPHAN)_\w+$/,
  /^(?:CC_IMPLICIT_FALLTHROUGH|CC_CAN_LINK|LD_ORPHAN_WARN|TOOLS_SUPPORT_RELR|RUST_IS_AVAILABLE)$/,
  /^GCC\d*_NO_\w+$/,
  /^(?:GCC|CLANG)_(?:SUPPORTS|ASM)_\w+$/,
  // arch/x86/Kconfig.assembler, arch/arm/Kconfig.assembler
  /^AS_(?:AVX512|GFNI|SHA1_NI|SHA256_NI|TPAUSE|VAES|VPCLMULQDQ|WRUSS|VFP_VMRS_FPINST)$/,
  // lib/Kconfig.kcsan, lib/Kconfig.kmsan, arch/arm64/Kconfig
  /^(?:HAVE_KCSAN_COMPILER|HAVE_KMSAN_COMPILER|HAVE_KMSAN_PARAM_RETVAL|HAVE_SHADOW_CALL_STACK|BROKEN_GAS_INST)$/,
];

/** Whether a symbol tells nothing but which tools were there when the configuration was made. */
export function isOfToolchain(option: string): boolean {
  const name = option.replace(/^CONFIG_/, "");
  return patterns.some((pattern) => pattern.test(name));
}

/** Whether a symbol is the version of a tool. */
export const isToolVersion = (option: string): boolean => VERSIONS.test(option.replace(/^CONFIG_/, ""));
