import { configOf, type KernelFacts, known, readConfigurations } from "@kofit/core";
import { expect, test } from "vitest";
import { kernelFacts, unknownFact } from "../../../core/test/build/facts.ts";
import { elf } from "../../../core/test/build/elf-writer.ts";
import { memoryTree } from "../../../core/test/build/memory-tree.ts";
import { configurationStep } from "./configuration-step.ts";
import type { Headers } from "@kofit/build";
import { hostToolsStep } from "./host-tools-step.ts";
import { kernelConfigurationStep } from "./kernel-configuration-step.ts";
import { releaseStep } from "./release-step.ts";
import { symversStep } from "./symvers-step.ts";
import { treeStep } from "./tree-step.ts";

const RELEASE = "6.12.95-test";

async function headersOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  changes: Partial<Headers> = {},
): Promise<Headers> {
  const tree = memoryTree("headers", files);
  const trees = { output: tree, source: tree };
  const configuration = await readConfigurations(trees);
  return {
    directory: "/usr/src/headers",
    trees,
    configuration,
    arch: "x86",
    release: RELEASE,
    unpacked: false,
    ...changes,
  };
}

const configured = (settings: string): Readonly<Record<string, string>> => ({
  "include/config/auto.conf": settings,
});

test("the release: the same, another, not known", async () => {
  const kernel = kernelFacts({ release: RELEASE });
  expect(releaseStep(kernel, await headersOf({})).outcome).toBe("ok");
  const other = releaseStep(kernel, await headersOf({}, { release: "6.12.94-test" }));
  expect(other).toMatchObject({ outcome: "not-ok", evidence: { kernel: RELEASE, headers: "6.12.94-test" } });
  const { release: _, ...unnamed } = await headersOf({});
  expect(releaseStep(kernel, unnamed).outcome).toBe("unknown");
  expect(releaseStep(kernelFacts({ release: unknownFact }), await headersOf({})).outcome).toBe("unknown");
});

test("a tree of which little is there stops the build, and its path may do so by itself", async () => {
  const step = await treeStep(await headersOf({ Makefile: "all:\n" }));
  expect(step).toMatchObject({ outcome: "not-ok", stopsBuild: true });
  expect(step.problems.map(({ what }) => what.en)).toContain(
    "scripts/mod/modpost is missing or empty: make runs it",
  );
  expect(step.problems[0]?.remedy.en).toContain(`apt install --reinstall linux-headers-${RELEASE}`);
  const packed = await treeStep(await headersOf({ Makefile: "all:\n" }, { unpacked: true }));
  expect(packed.problems[0]?.remedy.en).toContain("give the packages that this one depends on");
  const odd = await treeStep(await headersOf({}, { directory: "/usr/src/my headers" }));
  expect(odd.problems[0]?.what.en).toContain("/usr/src/my headers");
});

const tool = (machine: number, library = "", bits: 32 | 64 = 64): Uint8Array =>
  elf({ machine, bits, sections: [{ name: ".dynstr", bytes: `\0${library}\0` }] });

test("programs of this machine, of another, for a newer library", async () => {
  const step = async (
    bytes: Uint8Array | string,
    here = { architecture: "x86_64" as const, library: "2.36" },
  ) => hostToolsStep(await headersOf({ "scripts/mod/modpost": bytes }), here);
  expect(await step(tool(62, "GLIBC_2.34"))).toMatchObject({ outcome: "ok" });
  expect(await step("#!/bin/sh\n")).toMatchObject({ outcome: "ok" });
  expect(await step(tool(3, "", 32))).toMatchObject({ outcome: "ok" });
  const foreign = await step(tool(183));
  expect(foreign).toMatchObject({ outcome: "not-ok", stopsBuild: true });
  expect(foreign.problems[0]?.what.en).toContain(
    "scripts/mod/modpost was compiled for arm64 and does not run on x86_64",
  );
  const newer = await step(tool(62, "GLIBC_2.38"));
  expect(newer).toMatchObject({ outcome: "not-ok", stopsBuild: true });
  expect(newer.problems[0]?.what.en).toBe("scripts/mod/modpost wants GLIBC_2.38; the C library here is 2.36");
  const some = await headersOf({ "scripts/mod/modpost": tool(62) });
  expect(await hostToolsStep(some, {})).toMatchObject({ outcome: "unknown" });
});

test("where there are no programs nothing can be built, whatever the machine", async () => {
  const step = await hostToolsStep(await headersOf({}), {});
  expect(step).toMatchObject({ outcome: "not-ok", stopsBuild: true });
  expect(step.problems[0]?.what.en).toContain("scripts/mod/modpost are not there");
  expect(step.problems[0]?.remedy.en).toContain("install the headers package again");
  const packed = await hostToolsStep(await headersOf({}, { unpacked: true }), {});
  expect(packed.problems[0]?.remedy.en).toContain("with another --headers");
});

test("a configuration: whole, contradictory, missing", async () => {
  const same = {
    ".config": "CONFIG_SMP=y\n",
    ...configured("CONFIG_SMP=y\n"),
    "include/generated/autoconf.h": "#define CONFIG_SMP 1\n",
  };
  expect(configurationStep(await headersOf(same))).toMatchObject({ outcome: "ok" });
  const other = configurationStep(await headersOf({ ...same, ".config": "# CONFIG_SMP is not set\n" }));
  expect(other.problems[0]?.what.en).toBe(
    "CONFIG_SMP is not set in .config, y in include/config/auto.conf, y in include/generated/autoconf.h",
  );
  // Half of it can be built with, and is; nothing cannot.
  expect(other.stopsBuild).toBeUndefined();
  expect(configurationStep(await headersOf({}))).toMatchObject({ outcome: "not-ok", stopsBuild: true });
});

const kernelWith = (settings: string): KernelFacts =>
  kernelFacts({
    config: configOf(settings),
    structModule: {
      size: 0x500,
      members: [
        { name: "name", offset: 0, size: 56 },
        { name: "btf_data", offset: 56, size: 8 },
      ],
    },
  });
const btf = "CONFIG_DEBUG_INFO_BTF_MODULES";

test("what the kernel's configuration has otherwise counts by what it does to modules", async () => {
  const kernel = kernelWith(
    `${btf}=y\nCONFIG_PAHOLE_VERSION=124\nCONFIG_X=y\nCONFIG_DRIVER=m\nCONFIG_FLAGS=y\nCONFIG_NAME="a"\n`,
  );
  const headers = await headersOf({
    ...configured("CONFIG_PAHOLE_VERSION=0\nCONFIG_NAME=a\n"),
    Makefile: "ifdef CONFIG_FLAGS\nendif\n# CONFIG_DRIVER\n",
    "include/linux/x.h": "\n#ifdef CONFIG_X\n",
  });
  const step = await kernelConfigurationStep(kernel, headers);
  expect(step.outcome).toBe("not-ok");
  expect(step.problems.map(({ what }) => what.en)).toEqual([
    `${btf} is y in the kernel and not set in the headers: it guards btf_data in struct module`,
    "CONFIG_FLAGS is y in the kernel and not set in the headers: Makefile:1 compiles by it",
    "CONFIG_X is y in the kernel and not set in the headers: include/linux/x.h:2 asks for it",
  ]);
  expect(step.problems[0]?.remedy.en).toContain("sudo apt install pahole");
  expect(step.notes?.[0]?.en).toBe(
    "differs and changes nothing in a module: CONFIG_PAHOLE_VERSION, CONFIG_DRIVER",
  );
});

test("differences that change nothing are no fault; without the kernel's configuration nothing is known", async () => {
  const headers = await headersOf(configured("CONFIG_SMP=y\n"));
  expect(
    await kernelConfigurationStep(kernelWith('CONFIG_SMP=y\nCONFIG_BUILD_SALT="x"\n'), headers),
  ).toMatchObject({
    outcome: "ok",
    notes: [{ en: "differs and changes nothing in a module: CONFIG_BUILD_SALT" }],
  });
  expect(await kernelConfigurationStep(kernelFacts({ config: unknownFact }), headers)).toMatchObject({
    outcome: "unknown",
    problems: [{ what: unknownFact.why }],
  });
});

test("Module.symvers: true, lying, and nothing to compare it with", () => {
  const image = { input: "vmlinuz" };
  const read = kernelFacts();
  const banner = known("Linux version 6.12", image);
  const exports = read.exports.known ? known(read.exports.value, image) : read.exports;
  expect(symversStep({ ...read, banner, exports }, true).outcome).toBe("ok");
  expect(symversStep(read, true).outcome).toBe("unknown");
  expect(symversStep({ ...read, banner, exports: unknownFact }, true).outcome).toBe("unknown");
  expect(symversStep({ ...read, banner, exports }, false).outcome).toBe("unknown");
  const lines = [
    { symbol: "_printk", symvers: { crc: 1, gplOnly: false }, image: { crc: 2, gplOnly: false } },
  ];
  const differing = kernelFacts({ symversDifferences: { symvers: "s", image: "i", count: 1, lines } });
  const step = symversStep({ ...differing, banner, exports }, true);
  expect(step).toMatchObject({ outcome: "not-ok", problems: [{ what: { en: "they differ in _printk" } }] });
});
