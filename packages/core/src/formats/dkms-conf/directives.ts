/**
 * What a dkms.conf sets for dkms; before it is read, dkms unsets them all, so one that is not set is empty. Of dkms 2 and 3:
 * `dkms_conf_variables` in dkms(8)'s script, and what its manual page adds in later releases.
 */
export const directives = [
  "PACKAGE_NAME",
  "PACKAGE_VERSION",
  "BUILT_MODULE_NAME",
  "BUILT_MODULE_LOCATION",
  "DEST_MODULE_NAME",
  "DEST_MODULE_LOCATION",
  "STRIP",
  "MAKE",
  "MAKE_MATCH",
  "CLEAN",
  "PATCH",
  "PATCH_MATCH",
  "PRE_BUILD",
  "POST_BUILD",
  "PRE_INSTALL",
  "POST_INSTALL",
  "POST_ADD",
  "POST_REMOVE",
  "AUTOINSTALL",
  "BUILD_DEPENDS",
  "BUILD_DEPENDS_REBUILD",
  "BUILD_EXCLUSIVE_KERNEL",
  "BUILD_EXCLUSIVE_KERNEL_MIN",
  "BUILD_EXCLUSIVE_KERNEL_MAX",
  "BUILD_EXCLUSIVE_ARCH",
  "BUILD_EXCLUSIVE_CONFIG",
  "OBSOLETE_BY",
  "NO_WEAK_MODULES",
  "REMAKE_INITRD",
  "MODULES_CONF",
  "SIGN_FILE",
  "MOK_SIGNING_KEY",
  "MOK_CERTIFICATE",
] as const;

/** A variable of a dkms.conf. */
export type Directive = (typeof directives)[number];
