import { lines } from "../../formats/modules-files/lines.ts";
import { parseModulesDep } from "../../formats/modules-files/modules-dep.ts";

/** Whether a file of this name is a module: what `modules_install` leaves, scripts/Makefile.modinst. */
export const isModulePath = (path: string): boolean => /\.ko(?:\.(?:gz|xz|zst))?$/.test(path);

/** Paths in `modules.dep`. @throws {FormatError} if it is damaged. */
export function pathsInDep(bytes: Uint8Array, source: string): string[] {
  return [...parseModulesDep(bytes, source).keys()].filter(isInside);
}

/**
 * Paths in `modules.order`; kernels since 6.2 write the object's name, `kernel/fs/fuse/fuse.o`.
 *
 * @throws {FormatError} if it is no text.
 */
export function pathsInOrder(bytes: Uint8Array, source: string): string[] {
  return Array.from(lines(bytes, source), ({ text }) => text.replace(/\.o$/, ".ko")).filter(isInside);
}

/** Absolute paths are modules that stand outside the tree; `..` is nothing that depmod or kbuild write. */
const isInside = (path: string): boolean =>
  isModulePath(path) && !path.startsWith("/") && !path.split("/").includes("..");

/**
 * Of all modules in `lib/modules/<release>` those that came with the kernel: `modules_install` puts them below
 * `kernel/`, and modules that were added later elsewhere (`updates/`, `extra/`, `weak-updates/`). A tree without
 * `kernel/` was put together by somebody else, and all of it but these is taken.
 */
export function ownPaths(paths: readonly string[]): readonly string[] {
  const own = paths.filter((path) => path.startsWith("kernel/"));
  return own.length > 0 ? own : paths.filter((path) => !/^(?:updates|extra|weak-updates)\//.test(path));
}
