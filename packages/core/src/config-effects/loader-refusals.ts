/** Options that decide what a loader refuses, or how it looks at a module. */
const options: ReadonlySet<string> = new Set([
  // kernel/module/Kconfig
  "CONFIG_MODULES",
  "CONFIG_MODULE_SIG",
  "CONFIG_MODULE_SIG_FORCE",
  "CONFIG_MODULE_FORCE_LOAD",
  "CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS",
  "CONFIG_MODULE_DECOMPRESS",
  "CONFIG_MODULE_COMPRESS_GZIP",
  "CONFIG_MODULE_COMPRESS_XZ",
  "CONFIG_MODULE_COMPRESS_ZSTD",
  // lib/Kconfig.debug
  "CONFIG_MODULE_ALLOW_BTF_MISMATCH",
  // arch/Kconfig: module_enforce_rwx_sections()
  "CONFIG_STRICT_MODULE_RWX",
  "CONFIG_LIVEPATCH",
  // Sections that the loader of an architecture wants: module_frob_arch_sections()
  "CONFIG_ARM_MODULE_PLTS",
  "CONFIG_ARM64_MODULE_PLTS",
  "CONFIG_MODULE_SECTIONS",
  // security/
  "CONFIG_SECURITY_LOCKDOWN_LSM",
  "CONFIG_SECURITY_LOCKDOWN_LSM_EARLY",
  "CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY",
  "CONFIG_LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY",
  "CONFIG_SECURITY_LOADPIN",
  "CONFIG_SECURITY_LOADPIN_ENFORCE",
  "CONFIG_SECURITY_IPE",
  "CONFIG_IMA_APPRAISE",
  "CONFIG_IMA_APPRAISE_MODSIG",
  "CONFIG_LSM",
  // certs/Kconfig: whose signatures count
  "CONFIG_SYSTEM_TRUSTED_KEYS",
  "CONFIG_SECONDARY_TRUSTED_KEYRING",
  "CONFIG_SYSTEM_BLACKLIST_KEYRING",
  "CONFIG_SYSTEM_REVOCATION_KEYS",
  "CONFIG_INTEGRITY_PLATFORM_KEYRING",
  "CONFIG_MODULE_SIG_KEY",
]);

/** Whether an option decides what the loader refuses. */
export const decidesRefusals = (option: string): boolean => options.has(option);
