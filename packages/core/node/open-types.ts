import { release } from "../src/facts/kernel/release.ts";
import { readKernelTypes } from "../src/facts/kernel/types.ts";
import type { CTypes } from "../src/model/c-type.ts";
import type { Fact } from "../src/model/fact.ts";
import { withArtifacts } from "./open-artifacts.ts";
import { localPaths, type OpenOptions } from "./open-kernel.ts";

/** The C types of a kernel. */
export interface KernelTypes {
  readonly release: Fact<string>;
  readonly types: Fact<CTypes>;
  /** What they were looked for in. */
  readonly inputs: readonly string[];
}

/**
 * The types of the kernel that `targets` mean together, as `openKernel` takes them. They are read anew each time: finding
 * them in a kernel takes less than decoding what a cache would keep.
 *
 * @throws {InputError} if a target is not there, is no kernel, or the targets are different kernels.
 * @throws {FormatError} if a target is damaged.
 * @throws {AptError} if packages cannot be got.
 */
export async function openTypes(targets: readonly string[], options: OpenOptions = {}): Promise<KernelTypes> {
  const paths = await localPaths(targets, options);
  return withArtifacts(
    paths,
    () => {},
    async (artifacts) => ({
      release: await release(artifacts),
      types: await readKernelTypes(artifacts),
      inputs: artifacts.inputs,
    }),
  );
}
