import { withWorkspace } from "@kofit/build";
import type { CheckedModule, Text } from "@kofit/core";
import { rm } from "node:fs/promises";
import { basename } from "node:path";
import type { BuildGiven } from "./build-given.ts";
import { type Fit, fitHeaders } from "./fit-headers.ts";
import type { BuildReport, BuildResult } from "./report.ts";
import { keyHint } from "./signing.ts";

/** How modules are made of a source, once there are headers that fit. */
export type Way = (
  fit: Fit,
  given: BuildGiven,
  /** An empty directory, which is gone afterwards. */
  workspace: string,
) => Promise<
  Pick<BuildReport, "commands" | "notes" | "result"> & { readonly by: BuildReport["source"]["by"] }
>;

/**
 * Builds the modules of a source for a kernel, and judges what comes of it.
 *
 * @throws {InputError} if there is nothing to build, or the results cannot be kept.
 */
export async function build(given: BuildGiven, way: Way): Promise<BuildReport> {
  const fit = await fitHeaders(given, given.asIs);
  const { release, architecture } = given.kernel;
  const { directory, name } = given.source;
  const shared = {
    kernel: {
      release: release.known ? release.value : null,
      architecture: architecture.known ? architecture.value.name : null,
      inputs: given.inputs,
    },
    headers: given.headers.unpacked ? basename(given.headers.directory) : fit.given.headers.directory,
    steps: fit.before.steps,
    ...(fit.repaired && { repaired: fit.repaired }),
  };
  if (fit.refused) {
    const result = { outcome: "refused", conclusion: fit.refused } as const;
    return { ...shared, source: { directory, name, by: null }, commands: [], notes: [], result };
  }
  try {
    return await withWorkspace("build", async (workspace) => {
      const { by, commands, notes, result } = await way(fit, given, workspace);
      const hints = hintsFor(result, given);
      return { ...shared, source: { directory, name, by }, commands, notes: [...notes, ...hints], result };
    });
  } finally {
    // An overlay is links into the headers: of headers that are gone it is of no use.
    if (fit.repaired && given.headers.unpacked) {
      await rm(fit.given.headers.directory, { recursive: true, force: true });
    }
  }
}

const isRefusedUnsigned = ({ verdict }: CheckedModule): boolean =>
  verdict.findings.some(
    ({ check, effect }) =>
      effect === "refused" && (check === "module-unsigned" || check === "signer-untrusted"),
  );

const hintsFor = (result: BuildResult, { signingKey }: BuildGiven): readonly Text[] =>
  keyHint(result.outcome === "built" && !signingKey && result.built.checked.modules.some(isRefusedUnsigned));
