import {
  type Distribution,
  distributionOf,
  isRelease,
  type RecipeGiven,
  readSystem,
  type System,
} from "@kofit/core";
import { directoryTree } from "@kofit/core/node";
import { release as runningRelease } from "node:os";
import { requireDirectory } from "../frame/require-directory.ts";
import { UsageError } from "../frame/usage-error.ts";

/** A system, and the kernel that commands are wanted for. */
export interface SystemAndKernel {
  readonly system: System;
  /** Absent where kofit has no recipes for it. */
  readonly distribution?: Distribution;
  readonly release: string;
  /** The system that kofit runs on: its package manager may be asked. */
  readonly isThis: boolean;
}

/**
 * The system below `root` (absent: this one) and its kernel.
 *
 * @throws {UsageError} if the release cannot be one, or a foreign root comes without; {InputError} if there is no such directory.
 */
export async function systemAndKernel(
  root: string | undefined,
  given: string | undefined,
): Promise<SystemAndKernel> {
  if (root !== undefined) requireDirectory(root);
  const isThis = root === undefined || root === "/";
  const system = await readSystem(directoryTree(root ?? "/", { links: "inside" }));
  const release = given ?? (isThis ? runningRelease() : await onlyRelease(root));
  if (!isRelease(release)) {
    throw new UsageError({
      en: `${release} is no kernel release; one looks like 6.6.44-current-sunxi64`,
      zh: `${release} 不是内核版本；内核版本形如 6.6.44-current-sunxi64`,
    });
  }
  const distribution = distributionOf(system);
  return { system, release, isThis, ...(distribution && { distribution }) };
}

/** The only kernel that is installed below `root`. */
async function onlyRelease(root: string): Promise<string> {
  const entries = await directoryTree(root, { links: "inside" }).list("lib/modules");
  const releases = entries.filter(({ kind, name }) => kind === "directory" && isRelease(name));
  const [only, ...others] = releases.map(({ name }) => name);
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError(
    only === undefined
      ? {
          en: `${root} has no kernel in lib/modules: name it with --release`,
          zh: `${root} 的 lib/modules 中没有内核：请用 --release 指定`,
        }
      : {
          en: `${root} has several kernels: name one with --release (${[only, ...others].join(", ")})`,
          zh: `${root} 中有多个内核：请用 --release 指定其中一个（${[only, ...others].join("、")}）`,
        },
  );
}

/** What conditions and commands may ask for. */
export const givenOf = ({ system, release }: SystemAndKernel, offered?: boolean): RecipeGiven => ({
  system,
  release,
  ...(offered !== undefined && { offered }),
});
