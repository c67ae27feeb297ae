import { findBytes } from "../../io/find-bytes.ts";

const latin1 = new TextDecoder("latin1");
const NUL = 0;
/** Longer strings are no banner and no vermagic. */
const MAX_STRING = 1024;

/** Strings of the kernel that begin with `start`, front to back, each up to its NUL. */
export function* stringsFrom(
  kernel: Uint8Array,
  start: string,
): Generator<{ readonly text: string; readonly at: number }> {
  const wanted = new TextEncoder().encode(start);
  for (let at = findBytes(kernel, wanted); at >= 0; at = findBytes(kernel, wanted, at + 1)) {
    const end = kernel.subarray(at, at + MAX_STRING).indexOf(NUL);
    if (end >= 0) yield { text: latin1.decode(kernel.subarray(at, at + end)), at };
  }
}

/** What the kernel says when it starts: linux_banner in init/version-timestamp.c. */
export interface Banner {
  /** `"Linux version 6.1.0-50-amd64 (…) (gcc-12 …) #1 SMP …"`, without the newline. */
  readonly text: string;
  /** UTS_RELEASE. */
  readonly release: string;
  /** In bytes from the start of what was searched. */
  readonly at: number;
}

/**
 * `undefined` when there is none: no Linux kernel, or damaged. Since 6.1 there are two, and the number of the build is in
 * one of them only: the other was linked before it was known.
 */
export function bannerIn(kernel: Uint8Array): Banner | undefined {
  let first: Banner | undefined;
  for (const { text, at } of stringsFrom(kernel, "Linux version ")) {
    const release = /^Linux version (\d+\.\d+[^ ]*) \(/.exec(text)?.[1];
    if (release === undefined) continue;
    const banner = { text: text.trimEnd(), release, at };
    if (/ #\d/.test(text)) return banner;
    first ??= banner;
  }
  return first;
}

/**
 * VERMAGIC_STRING of this release, its trailing space included: `vermagic` in kernel/module/main.c.
 * `undefined` when there is none: a kernel without CONFIG_MODULES.
 */
export function vermagicIn(kernel: Uint8Array, release: string): { text: string; at: number } | undefined {
  for (const found of stringsFrom(kernel, `${release} `)) {
    const { text, at } = found;
    // The banner goes on with a bracket, and a string starts behind the end of another.
    if (kernel[at - 1] === NUL && /^[\w ]*$/.test(text.slice(release.length))) return found;
  }
  return undefined;
}
