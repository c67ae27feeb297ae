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

const latin1 = new TextDecoder("latin1");
const [NUL, COMMA, A, Z] = [0, 0x2c, 0x61, 0x7a];
const LONGEST_NAME = Math.max(...Array.from(KNOWN, (name) => name.length));
/** Of a list of all names, each once, and more. */
const LONGEST_LIST = 1024;

/**
 * CONFIG_LSM, the security modules that a kernel starts unless its command line names others: `builtin_lsm_order` in
 * security/security.c. `undefined` when no string of the kernel is such a list; one without a comma may be any string.
 */
export function securityModulesIn(strings: Uint8Array): readonly string[] | undefined {
  let longest: readonly string[] | undefined;
  // One pass over the commas: a search for each name would take as many.
  for (let comma = strings.indexOf(COMMA); comma >= 0; comma = strings.indexOf(COMMA, comma + 1)) {
    const start = firstLetter(strings, comma);
    if (start === comma || start === 0 || strings[start - 1] !== NUL) continue;
    const list = strings.subarray(start, start + LONGEST_LIST);
    const names = latin1.decode(list.subarray(0, Math.max(0, list.indexOf(NUL)))).split(",");
    if (names.length > (longest?.length ?? 0) && names.every((name) => KNOWN.has(name))) longest = names;
  }
  return longest;
}

/** Where the letters before `comma` begin, as far back as a name is long. */
function firstLetter(kernel: Uint8Array, comma: number): number {
  let at = comma;
  while (at > 0 && comma - at <= LONGEST_NAME && isLetter(kernel[at - 1] ?? 0)) at -= 1;
  return at;
}

const isLetter = (byte: number): boolean => byte >= A && byte <= Z;
