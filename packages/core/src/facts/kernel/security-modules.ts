import { stringsFrom } from "../../formats/kernel-image/kernel-strings.ts";

/** Names that CONFIG_LSM may list. security/Kconfig, and `LSM_ID_*` in include/uapi/linux/lsm.h */
const KNOWN: ReadonlySet<string> = new Set([
  "apparmor",
  "bpf",
  "capability",
  "evm",
  "ima",
  "integrity",
  "ipe",
  "landlock",
  "loadpin",
  "lockdown",
  "safesetid",
  "selinux",
  "smack",
  "tomoyo",
  "yama",
]);

/** A list has one of these; lists of some other things have none. */
const STARTS = [...KNOWN].map((name) => `${name},`);

/**
 * CONFIG_LSM, the security modules that a kernel starts unless its command line names others: `builtin_lsm_order` in
 * security/security.c. `undefined` when no string of the kernel is such a list.
 */
export function securityModulesIn(kernel: Uint8Array): readonly string[] | undefined {
  let longest: readonly string[] | undefined;
  for (const start of STARTS) {
    for (const { text, at } of stringsFrom(kernel, start)) {
      const names = text.split(",");
      const isList = kernel[at - 1] === 0 && names.every((name) => KNOWN.has(name));
      if (isList && names.length > (longest?.length ?? 0)) longest = names;
    }
  }
  return longest;
}
