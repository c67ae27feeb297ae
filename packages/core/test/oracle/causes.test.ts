// Why a module does not fit: a real kernel's package, and headers whose configuration the real Kconfig made without pahole.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cacheDirectory, fetchApt, fileSource, openKernel } from "../../node/index.ts";
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

const SPEC = "apt:linux-image-cloud-arm64:arm64/bookworm-backports";

beforeAll(async () => {
  kernel = await corpus(SPEC);
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

async function causesWith(...headers: readonly string[]): Promise<readonly Cause[]> {
  const [image = ""] = kernel.packages;
  const { facts } = await openKernel([image, ...headers], { cache: false });
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

/** The package of what all flavours share. */
async function sharedHeaders(): Promise<string> {
  const { packages } = await fetchApt(SPEC, { cacheDirectory: cacheDirectory(), sharedHeaders: true });
  return packages.find(({ purpose }) => purpose === "build")?.path ?? "";
}

test("packages of headers tell which option guards what as their directories do", async () => {
  const shared = await sharedHeaders();
  const { facts } = await openKernel([...kernel.packages, shared], { cache: false });
  const directory = join(scratch, "unpacked");
  for (const path of [...kernel.packages.slice(1), shared]) execFileSync("dpkg-deb", ["-x", path, directory]);
  const [image = ""] = kernel.packages;
  const headers = join(directory, "usr/src", `linux-headers-${kernel.release}`);
  const { facts: unpacked } = await openKernel([image, headers], { cache: false });
  expect(facts.structModuleOptions).toMatchObject({ known: true });
  const valuesOf = ({ structModuleOptions: fact }: typeof facts): unknown => fact?.known && fact.value;
  expect(valuesOf(facts)).toEqual(valuesOf(unpacked));
  expect(JSON.stringify(valuesOf(facts))).toContain("btf_base_data");
});

test("a package of headers that were configured without pahole: the whole chain, from the packages alone", async () => {
  const root = join(scratch, "package");
  const directory = join(root, "usr/src", `linux-headers-${kernel.release}`);
  mkdirSync(join(root, "DEBIAN"), { recursive: true });
  writeFileSync(
    join(root, "DEBIAN/control"),
    `Package: linux-headers-${kernel.release}\nVersion: 1\nArchitecture: arm64\nMaintainer: nobody\nDescription: headers\n`,
  );
  cpSync(kernel.headers, directory, { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(directory, ".config"), withoutPahole);
  // What else holds the configuration, as Kconfig writes it.
  const set = [...withoutPahole.matchAll(/^(CONFIG_\w+)=(.*)$/gm)];
  writeFileSync(join(directory, "include/config/auto.conf"), set.map(([line]) => `${line}\n`).join(""));
  writeFileSync(
    join(directory, "include/generated/autoconf.h"),
    set
      .map(([, name, value = ""]) =>
        value === "m" ? `#define ${name}_MODULE 1\n` : `#define ${name} ${value === "y" ? "1" : value}\n`,
      )
      .join(""),
  );
  const deb = join(scratch, "headers.deb");
  execFileSync("dpkg-deb", ["-Zxz", "-z0", "-b", root, deb], { stdio: "pipe" });

  const causes = await causesWith(deb, await sharedHeaders());
  expect(causes).toHaveLength(1);
  const [cause] = causes;
  expect(cause).toMatchObject({
    id: "option-guards-members",
    certainty: "certain",
    evidence: { guardsFrom: "headers", probes: [{ symbol: "CONFIG_PAHOLE_VERSION", headers: "0" }] },
  });
  const chain = cause ? linksOf(cause, "en").join("\n") : "";
  expect(chain).toContain("read from include/linux/module.h of the headers");
  expect(chain).toContain("apt install pahole");
});
