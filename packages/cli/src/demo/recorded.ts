import { openKernel } from "@kofit/core/node";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { demoFiles, typed } from "./files.ts";
import type { Plot } from "./story.ts";
import { told } from "./told.ts";

/** The demo's own modules and the recorded facts of their kernel: no network, no tools, no traces. */
export async function recordedPlot(): Promise<Plot> {
  const files = demoFiles();
  const { facts, inputs } = await openKernel([files.kernelFacts], { cache: false });
  return {
    kernel: facts,
    inputs,
    target: typed(files.kernelFacts),
    asShipped: await told(files.asShipped, typed(files.asShipped), facts),
    withoutPahole: await told(files.withoutPahole, typed(files.withoutPahole), facts),
    headersConfig: gunzipSync(await readFile(files.headersConfig)).toString("utf8"),
  };
}
