/** What VERMAGIC_STRING in include/linux/vermagic.h is made of. */
export interface Vermagic {
  /** UTS_RELEASE: what stands before the first space. */
  readonly release: string;
  /** The words after it: `SMP`, `preempt`, `mod_unload`, `modversions`, `aarch64` … */
  readonly flags: readonly string[];
}

/** The parts of a vermagic. */
export function vermagicOf(text: string): Vermagic {
  const [release = "", ...flags] = text.split(" ");
  return { release, flags: flags.filter((flag) => flag !== "") };
}

/** All but the release, as same_magic() skips it: `strcspn(magic, " ")`. */
const flagsOf = (text: string): string => (text.includes(" ") ? text.slice(text.indexOf(" ")) : "");

/**
 * Whether the kernel takes `module` for its own: same_magic() in kernel/module/version.c and kernel/module/internal.h.
 * A kernel with CONFIG_MODVERSIONS skips the release when the module has a basic `__versions`.
 */
export function sameMagic(module: string, kernel: string, skipRelease: boolean): boolean {
  return skipRelease ? flagsOf(module) === flagsOf(kernel) : module === kernel;
}
