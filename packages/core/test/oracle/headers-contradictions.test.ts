// Headers packages as they are, and one that a person changed by hand.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileSource, openKernel } from "../../node/index.ts";
import { analyse } from "../../src/analyse/analyse.ts";
import type { Verdict } from "../../src/analyse/verdict.ts";
import { readModuleFacts } from "../../src/facts/module/index.ts";
import type { HeadersContradictions } from "../../src/model/headers-contradictions.ts";
import type { KernelFacts } from "../../src/model/kernel.ts";
import { type Corpus, corpus } from "./corpus.ts";

const FILES = [".config", "include/config/auto.conf", "include/generated/autoconf.h"] as const;
const demo = join(import.meta.dirname, "../../../../demo");
const scratch = mkdtempSync(join(tmpdir(), "kofit-headers-"));
const tree = join(scratch, "headers");

/** What Debian takes out of `/boot/config-*` after the build, and leaves in the headers. */
const debians = [
  "CONFIG_BUILD_SALT",
  "CONFIG_MODULE_SIG_ALL",
  "CONFIG_MODULE_SIG_KEY",
  "CONFIG_SYSTEM_TRUSTED_KEYS",
];

let kernel: Corpus;

beforeAll(async () => {
  kernel = await corpus("apt:linux-image-cloud-arm64:arm64/bookworm-backports");
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** The package's tree, in which `file` was changed. */
function changed(file?: (typeof FILES)[number], edit: (text: string) => string = (text) => text): string {
  rmSync(tree, { recursive: true, force: true });
  for (const one of [...FILES, "include/generated/utsrelease.h", "Module.symvers"]) {
    mkdirSync(dirname(join(tree, one)), { recursive: true });
    cpSync(join(kernel.headers, one), join(tree, one));
  }
  if (file) {
    const text = readFileSync(join(tree, file), "utf8");
    if (edit(text) === text) throw new Error(`${file} has not what is to be changed`);
    writeFileSync(join(tree, file), edit(text));
  }
  return tree;
}

const withoutMember = (text: string): string =>
  text
    .replace("CONFIG_DEBUG_INFO_BTF_MODULES=y\n", "# CONFIG_DEBUG_INFO_BTF_MODULES is not set\n")
    .replace("CONFIG_VIRTIO_NET=m", "CONFIG_VIRTIO_NET=y");
const undefine = (text: string): string => text.replace("#define CONFIG_DEBUG_INFO_BTF_MODULES 1\n", "");

async function factsWith(headers: string): Promise<KernelFacts> {
  const [image = ""] = kernel.packages;
  return (await openKernel([image, headers], { cache: false })).facts;
}

/** Symbols that the headers set otherwise than the kernel. */
const differing = ({ headersDifferences: fact }: KernelFacts): readonly string[] =>
  fact?.known ? fact.value.map(({ symbol }) => symbol).toSorted() : ["not known"];

const contradictions = ({ headersContradictions: fact }: KernelFacts): HeadersContradictions | undefined => {
  expect(fact.known).toBe(true);
  return fact.known ? fact.value : undefined;
};

async function verdictOn(facts: KernelFacts): Promise<Verdict> {
  const file = fileSource(join(demo, "without-pahole/loopline.ko"));
  const module = await readModuleFacts(file);
  file.close();
  return analyse(facts, module);
}

test("headers as Debian ships them agree with themselves: directory and package", async () => {
  expect(contradictions(await factsWith(changed()))).toBeUndefined();
  const { facts } = await openKernel(kernel.packages, { cache: false });
  expect(contradictions(facts)).toBeUndefined();
  expect(differing(facts)).toEqual(debians);
  expect(facts.toolDifferences).toMatchObject({ known: true, value: [] });
});

test(".config changed by hand: the symbols, and what modules are compiled with stays the kernel's", async () => {
  const facts = await factsWith(changed(".config", withoutMember));
  expect(contradictions(facts)?.contradictions).toEqual([
    { symbol: "CONFIG_VIRTIO_NET", config: "y", forMake: "m", forCompiler: "m" },
    { symbol: "CONFIG_DEBUG_INFO_BTF_MODULES", forMake: "y", forCompiler: "y" },
  ]);
  expect(differing(facts)).toEqual(debians);

  const { findings } = await verdictOn(facts);
  const note = findings.find(({ check }) => check === "headers-contradict-themselves");
  expect(note?.evidence).toMatchObject({
    count: 2,
    symbols: [{ symbol: "CONFIG_DEBUG_INFO_BTF_MODULES" }, {}],
  });
  // These headers compile with the member, so they are no proof of what the module lost.
  const size = findings.find(({ check }) => check === "this-module-size");
  expect(size?.causes?.map(({ certainty }) => certainty)).not.toContain("certain");
});

test("autoconf.h changed by hand: what modules are compiled with is what counts", async () => {
  const facts = await factsWith(changed("include/generated/autoconf.h", undefine));
  expect(contradictions(facts)?.contradictions).toEqual([
    { symbol: "CONFIG_DEBUG_INFO_BTF_MODULES", config: "y", forMake: "y" },
  ]);
  expect(differing(facts)).toEqual([...debians, "CONFIG_DEBUG_INFO_BTF_MODULES"].toSorted());
  const { findings } = await verdictOn(facts);
  const size = findings.find(({ check }) => check === "this-module-size");
  expect(size?.causes?.[0]).toMatchObject({
    id: "option-guards-members",
    certainty: "certain",
    evidence: { options: [{ option: "CONFIG_DEBUG_INFO_BTF_MODULES" }] },
  });
});

test("an empty autoconf.h is told, and hides nothing else", async () => {
  const facts = await factsWith(changed("include/generated/autoconf.h", () => ""));
  expect(facts.headersContradictions.known).toBe(false);
  expect(facts.config.known && facts.exports.known).toBe(true);
});

test("headers configured without pahole: the tool, and what went with it", async () => {
  const config = gunzipSync(readFileSync(join(demo, "without-pahole/config.gz"))).toString();
  const directory = changed(".config", () => config);
  for (const made of FILES.slice(1)) rmSync(join(directory, made));
  const facts = await factsWith(directory);
  expect(contradictions(facts)).toBeUndefined();
  const found = facts.toolDifferences.known ? facts.toolDifferences.value : [];
  const [pahole] = found.filter(({ tool }) => tool === "pahole");
  expect(pahole).toMatchObject({ kernel: "124", other: "none", matters: { why: "options lost" } });
  const lost = pahole?.matters?.why === "options lost" ? pahole.matters.options : [];
  expect(lost).toContain("CONFIG_DEBUG_INFO_BTF_MODULES");
  // Nothing else of the toolchain that matters: the demonstration changes pahole alone.
  expect(found.filter(({ matters }) => matters)).toHaveLength(1);
});
