/** A Makefile that only leads to another has some lines; more of one is not looked at. */
export const MAKEFILE_HEAD = 16 << 10;

/**
 * The source that a build directory belongs to, as the Makefile there names it: absolute (`"/usr/src/linux-headers-6.12-common"`,
 * Debian's, by the place where it is installed) or from the directory on (`"../linux"`). kbuild leaves such a Makefile in a
 * directory apart: the rule `outputmakefile` of the kernel's Makefile includes the source's; before 4.20 scripts/mkmakefile had
 * make change into it. `undefined` where it names none: the directory is the source, or no build directory.
 *
 * @param makefile text of its first {@link MAKEFILE_HEAD} bytes
 */
export function sourceNamedIn(makefile: string): string | undefined {
  const found = /^(?:include\s+(?<path>\S+)\/Makefile|MAKEARGS\s*:=\s*-C\s+(?<old>\S+))\s*$/m.exec(
    makefile,
  )?.groups;
  const path = found?.["path"] ?? found?.["old"];
  // The kernel's own Makefile includes others by variables.
  return path === undefined || path === "." || path.includes("$") ? undefined : path;
}
