import { resolve } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import { recorder } from "./dependencies.ts";
import { type Kernel, kernelCache } from "./kernel-cache.ts";
import { localPaths } from "./local-paths.ts";
import { runningKernel } from "./volatile.ts";

// A kernel that is in the cache is answered from this file and what it imports: readers, decoders and apt are loaded
// when there is something to read.

export interface OpenOptions {
  /** `false` reads everything anew, and keeps nothing. */
  readonly cache?: boolean;
  /** An image that stands beside what was given (`/boot/vmlinuz-…`) is unpacked and read like one that was given. */
  readonly withImageBeside?: boolean;
  /**
   * Of `apt:` targets the part of the headers that all flavours share is fetched as well: some 10 MB, from which causes are told
   * which option guards what.
   */
  readonly withSharedHeaders?: boolean;
  /**
   * A directory of headers that is to be compared with the kernel: the only one whose `Module.symvers` counts. Nothing else
   * is read of headers, neither of these nor of those among the targets: what is in question is no witness.
   */
  readonly headers?: string;
  /** Nothing is fetched for `apt:` targets; what was fetched before is used. */
  readonly offline?: boolean;
  /** URL of the Debian mirror for `apt:` targets; absent: the one that the system's apt sources name. */
  readonly mirror?: string;
  /** Told how far downloads are. */
  readonly progress?: (progress: {
    kind: "index" | "package";
    name: string;
    bytes: number;
    total: number;
  }) => void;
  readonly signal?: AbortSignal;
}

/**
 * The kernel that `targets` mean together: files, directories, `apt:` packages; none is the running kernel.
 *
 * @throws {InputError} if a target is not there, is no kernel, or the targets are different kernels.
 * @throws {FormatError} if a target is damaged.
 * @throws {AptError} if packages cannot be got.
 */
export async function openKernel(targets: readonly string[], options: OpenOptions = {}): Promise<Kernel> {
  const paths = await localPaths(targets, options);
  const cache = options.cache === false ? undefined : kernelCache(cacheDirectory());
  // As it was typed, too: messages and origins repeat it.
  const withImageBeside = options.withImageBeside === true;
  const place = paths.length > 0 ? paths.map((path) => [path, resolve(path)]) : runningKernel();
  const { headers } = options;
  const kind = [
    ...(withImageBeside ? ["with image"] : []),
    ...(headers === undefined ? [] : ["beside", resolve(headers)]),
  ];
  const key = JSON.stringify(kind.length > 0 ? [...kind, place] : place);
  const kept = cache?.find(key);
  if (kept) return kept;

  const { readKernel } = await import("./read-kernel.ts");
  const seen = recorder();
  const kernel = await readKernel(paths, seen.witness, { withImageBeside, headers });
  const dependencies = seen.dependencies();
  if (dependencies) cache?.keep(key, dependencies, kernel);
  return kernel;
}
