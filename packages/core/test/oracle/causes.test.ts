// Why a module does not fit: a real kernel's package, and headers whose configuration the real Kconfig made without pahole.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileSource, openKernel } from "../../node/index.ts";
import { analyse } from "../../src/analyse/analyse.ts";
import { linksOf } from "../../src/analyse/causes-of.ts";
import type { Cause } from "../../src/analyse/verdict.ts";
import { readModuleFacts } from "../../src/facts/module/index.ts";
import { type Corpus, corpus } from "./corpus.ts";

const demo = join(import.meta.dirname, "../../../../demo");
const scratch = mkdtempSync(join(tmpdir(), "kofit-causes-"));
/** What `make olddefconfig` leaves of Debian's configuration where pahole is missing: demo/build.sh. */
const withoutPahole = gunzipSync(readFileSync(join(demo, "without-pahole/config.gz"))).toString();

let kernel: Corpus;

beforeAll(async () => {
  kernel = await corpus("apt:linux-image-cloud-arm64:arm64/bookworm-backports");
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** A headers tree like the kernel's, with another configuration. */
function headersWith(config: string): string {
  const directory = join(scratch, "headers");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, "include/config"), { recursive: true });
  cpSync(kernel.symvers, join(directory, "Module.symvers"));
  writeFileSync(join(directory, "include/config/kernel.release"), kernel.release);
  writeFileSync(join(directory, ".config"), config);
  return directory;
}

async function causesWith(headers: string): Promise<readonly Cause[]> {
  const [image = ""] = kernel.packages;
  const { facts } = await openKernel([image, headers], { cache: false });
  const file = fileSource(join(demo, "without-pahole/loopline.ko"));
  const module = await readModuleFacts(file);
  file.close();
  const { findings } = analyse(facts, module);
  return findings.find(({ check }) => check === "this-module-size")?.causes ?? [];
}

test("headers configured without pahole: the tool, the option, the members", async () => {
  const causes = await causesWith(headersWith(withoutPahole));
  expect(causes).toHaveLength(1);
  const [cause] = causes;
  expect(cause).toMatchObject({
    id: "option-guards-members",
    certainty: "certain",
    evidence: {
      options: [{ option: "CONFIG_DEBUG_INFO_BTF_MODULES" }],
      probes: [{ symbol: "CONFIG_PAHOLE_VERSION", headers: "0" }],
    },
  });
  const chain = cause ? linksOf(cause, "en").join("\n") : "";
  for (const name of ["btf_data_size", "btf_base_data_size", "btf_data", "btf_base_data"]) {
    expect(chain).toContain(`\`${name}\``);
  }
});

test("headers that are configured as the kernel is: no option is named as certain", async () => {
  const own = readFileSync(join(kernel.headers, ".config"), "utf8");
  const causes = await causesWith(headersWith(own));
  expect(causes.map(({ certainty }) => certainty)).not.toContain("certain");
  expect(JSON.stringify(causes)).toContain("CONFIG_DEBUG_INFO_BTF_MODULES");
});
