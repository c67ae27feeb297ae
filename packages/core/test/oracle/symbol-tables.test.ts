// What is said of symbols by their names, beside what real kernels export under their real configurations.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exportingModules, optionsThatCall } from "../../src/config-effects/symbols-of-options.ts";
import { configOf, configured } from "../../src/model/config.ts";
import { corpus } from "./corpus.ts";

const kernels = [
  "apt:linux-image-cloud-amd64:amd64/bookworm",
  "apt:linux-image-cloud-arm64:arm64/bookworm-backports",
];

test.each(kernels)("%s: exports that an option brings are there only with it", async (spec) => {
  const { symvers, headers } = await corpus(spec);
  const config = configOf(readFileSync(join(headers, ".config"), "utf8"));
  const exported = readFileSync(symvers, "utf8").split("\n");
  const wrong = exported.flatMap((line) => {
    const [, symbol = ""] = line.split("\t");
    const options = optionsThatCall(symbol);
    return options.length > 0 && !options.some((option) => configured(config, option)) ? [symbol] : [];
  });
  expect(wrong).toEqual([]);
});

test.each(kernels)("%s: what begins with a prefix is that module's, and its option is set", async (spec) => {
  const { symvers, headers } = await corpus(spec);
  const config = configOf(readFileSync(join(headers, ".config"), "utf8"));
  const exported = readFileSync(symvers, "utf8")
    .split("\n")
    .map((line) => line.split("\t"));
  let met = 0;
  for (const { prefix, option, owner } of exportingModules) {
    const own = exported.filter(([, symbol]) => symbol?.startsWith(prefix));
    if (own.length === 0) continue;
    met += 1;
    // Built in, it is the image's.
    const place = configured(config, option) ? new Set([owner, "vmlinux"]) : new Set<string>();
    const others = own.filter(([, , by = ""]) => !place.has(by));
    expect([prefix, others.map(([, symbol, by]) => `${symbol} ${by}`)]).toEqual([prefix, []]);
  }
  expect(met).toBeGreaterThan(3);
});
