import { type LinkedKernel, stringOf } from "../kernel-pointers/linked-kernel.ts";

/** Words before `module_name` in `struct module_version_attribute`: an attribute and its functions, more with CONFIG_LOCKDEP. */
const [MIN_WORDS, MAX_WORDS] = [5, 24];
const NAME = "version";
/** One with everything built in has a thousand. */
const MAX_VERSIONS = 1 << 14;

/**
 * Names of modules in `__modver`, which stands behind `__param` (at `start`): structs or, before v5.11, pointers to
 * structs. Linux kernel commit b112082c8930 ("module: simplify version-attribute handling"). MODULE_VERSION() in
 * include/linux/module.h has them begin with the name of the attribute and end with module and version.
 */
export function readVersions(linked: LinkedKernel, start: number): string[] {
  const names: string[] = [];
  const { wordSize } = linked.kernel;
  let at = start;
  while (names.length < MAX_VERSIONS) {
    const words = wordsBefore(linked, at);
    if (words !== undefined) {
      names.push(stringOf(linked, at + words * wordSize) ?? "");
      at += (words + 2) * wordSize;
      continue;
    }
    const pointed = linked.offsetOf(linked.pointerAt(at));
    const there = pointed === undefined ? undefined : wordsBefore(linked, pointed);
    if (pointed === undefined || there === undefined) return names;
    names.push(stringOf(linked, pointed + there * wordSize) ?? "");
    at += wordSize;
  }
  return names;
}

/** How many words stand before `module_name` of the struct at `at`; `undefined` when it is none. */
function wordsBefore(linked: LinkedKernel, at: number): number | undefined {
  const { wordSize } = linked.kernel;
  if (stringOf(linked, at) !== NAME) return undefined;
  for (let words = MIN_WORDS; words <= MAX_WORDS; words += 1) {
    const module = stringOf(linked, at + words * wordSize);
    const version = stringOf(linked, at + (words + 1) * wordSize);
    if (module !== undefined && version !== undefined && /^\w+$/.test(module)) return words;
  }
  return undefined;
}
