import { readKernelFacts } from "../src/facts/kernel/index.ts";
import { openHeaders } from "../src/sources/common/headers.ts";
import type { Artifacts } from "../src/sources/define-source.ts";
import { directoryTree, type Witness } from "./directory-tree.ts";
import type { Kernel } from "./kernel-cache.ts";
import { withArtifacts } from "./open-artifacts.ts";
import type { OpenOptions } from "./open-kernel.ts";

/** Reads the kernel that `paths` are together; none is the running one. See `openKernel`. */
export async function readKernel(
  paths: readonly string[],
  witness: Witness,
  { withImageBeside, headers }: { [K in "withImageBeside" | "headers"]?: OpenOptions[K] | undefined } = {},
): Promise<Kernel> {
  return withArtifacts(paths, witness, async ({ imageIsBeside, ...artifacts }) => {
    const unread = imageIsBeside && !withImageBeside;
    const found = headers === undefined ? artifacts : await beside(headers, artifacts, witness);
    const facts = await readKernelFacts(unread ? { ...found, imageIsBeside } : found);
    return { facts, inputs: artifacts.inputs, ...(unread && { imageBeside: true }) };
  });
}

/** The kernel without what its headers say of it, and the `Module.symvers` of those that are in question. */
async function beside(headers: string, artifacts: Artifacts, witness: Witness): Promise<Artifacts> {
  const { headersConfig: _headersConfig, symvers: _symvers, ...kernel } = artifacts;
  // What a kernel exports that was recorded is told by the record.
  if (kernel.saved && !kernel.image) return kernel;
  const found = await openHeaders(directoryTree(headers, { links: "system", witness }), "");
  return { ...kernel, ...(found.symvers && { symvers: found.symvers }) };
}
