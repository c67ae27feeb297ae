import type { OpenOptions } from "./open-kernel.ts";

/**
 * The targets as they are on the local disk: those of `apt:` are the packages they mean, fetched.
 *
 * @throws {AptError} if packages cannot be got.
 */
export async function localPaths(targets: readonly string[], options: OpenOptions): Promise<string[]> {
  const paths: string[] = [];
  for (const target of targets) {
    if (!target.startsWith("apt:")) paths.push(target);
    else {
      const { aptFiles } = await import("./apt-files.ts");
      paths.push(...(await aptFiles(target, options)));
    }
  }
  return paths;
}
