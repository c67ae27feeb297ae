import { readKernelFacts } from "../src/facts/kernel/index.ts";
import type { Witness } from "./directory-tree.ts";
import type { Kernel } from "./kernel-cache.ts";
import { withArtifacts } from "./open-artifacts.ts";

/** Reads the kernel that `paths` are together; none is the running one. See `openKernel`. */
export async function readKernel(
  paths: readonly string[],
  witness: Witness,
  withImageBeside = false,
): Promise<Kernel> {
  return withArtifacts(paths, witness, async ({ imageIsBeside, ...artifacts }) => {
    const unread = imageIsBeside && !withImageBeside;
    const facts = await readKernelFacts(unread ? { ...artifacts, imageIsBeside } : artifacts);
    return { facts, inputs: artifacts.inputs, ...(unread && { imageBeside: true }) };
  });
}
