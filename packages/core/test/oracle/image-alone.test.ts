// A kernel's own modules, judged by its image alone: nothing refuses them, and what is not known is what an image cannot tell.
import { existsSync, readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { useNodeDecoders } from "../../node/index.ts";
import { analyse } from "../../src/analyse/analyse.ts";
import type { Verdict } from "../../src/analyse/verdict.ts";
import { readKernelFacts } from "../../src/facts/kernel/index.ts";
import { readModuleFacts } from "../../src/facts/module/index.ts";
import { bytesSource } from "../../src/io/byte-source.ts";
import { decompressed, forgetNativeDecoders } from "../../src/io/decompress.ts";
import type { KernelFacts } from "../../src/model/kernel.ts";
import { openInput } from "../../src/sources/common/open-input.ts";
import { type Corpus, corpus } from "./corpus.ts";

afterAll(forgetNativeDecoders);

const MAX_MODULE = 64 << 20;
/** What modules export, and what is built in that is in no table. */
const UNTOLD = ["unknown-symbol", "builtin-already"];
/** Without BTF nothing in an image tells `struct module`. */
const WITHOUT_TYPES = ["struct-module-layout", "this-module-size", "this-module-size-unchecked"];

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

async function imageFacts({ root, modulesDirectory, release }: Corpus): Promise<KernelFacts> {
  const path = [`${root}/boot/vmlinuz-${release}`, `${modulesDirectory}/vmlinuz`].find((one) =>
    existsSync(one),
  );
  return readKernelFacts(await openInput(bytesSource("vmlinuz", bytesOf(path ?? ""))));
}

async function judged(kernel: KernelFacts, path: string): Promise<Verdict> {
  const module = await decompressed(bytesSource(path, bytesOf(path)), MAX_MODULE);
  return analyse(kernel, await readModuleFacts(module));
}

test.each([
  // Without CONFIG_KALLSYMS_ALL, and with pointers that relocations fill in.
  ["apt:linux-image-cloud-arm64:arm64/bullseye", UNTOLD, "loads"],
  ["apt:linux-image-cloud-amd64/sid", UNTOLD, "loads"],
  ["apt:linux-image-armmp:armhf/bookworm", [...UNTOLD, ...WITHOUT_TYPES], "unknown"],
])("%s", async (spec, untold, outcome) => {
  useNodeDecoders();
  const kernel = await corpus(spec);
  const facts = await imageFacts(kernel);
  const outcomes: string[] = [];
  for (const path of kernel.modules.filter((_, i) => i % 20 === 0)) {
    const verdict = await judged(facts, path);
    const missing = verdict.inconclusive.map(({ check }) => check);
    // What it decides, of modules that want nothing of other modules.
    if (!missing.includes("unknown-symbol")) outcomes.push(verdict.outcome);
    expect({ path, outcome: verdict.outcome, missing: missing.filter((id) => !untold.includes(id)) }).toEqual(
      {
        path,
        outcome: expect.stringMatching(/^(?:loads|unknown)$/),
        missing: [],
      },
    );
  }
  expect(outcomes.length).toBeGreaterThan(10);
  expect(new Set(outcomes)).toEqual(new Set([outcome]));
});
