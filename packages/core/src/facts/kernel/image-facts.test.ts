import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { btf, btfInt, btfStruct } from "../../../test/build/btf-writer.ts";
import { text } from "../../../test/build/byte-writer.ts";
import { deb } from "../../../test/build/deb-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import { bzimage, efiZboot, rawImage } from "../../../test/build/image-writer.ts";
import {
  modulesFiles,
  RELEASE,
  rootFiles,
  STRUCT_MODULE,
  under,
  VERMAGIC,
} from "../../../test/build/kernel-writer.ts";
import { memoryTree } from "../../../test/build/memory-tree.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { type ByteSource, bytesSource } from "../../io/byte-source.ts";
import { configured } from "../../model/config.ts";
import type { Fact } from "../../model/fact.ts";
import { toldByRelease } from "../../model/generation.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import { type LoaderFeature, loaderFeatures } from "../../model/loader-feature.ts";
import { loaderOptions } from "../../model/loader-option.ts";
import { mergeArtifacts } from "../../sources/common/merge.ts";
import { openInput } from "../../sources/common/open-input.ts";
import type { Input } from "../../sources/define-source.ts";
import { readKernelFacts } from "./index.ts";

const BANNER = `Linux version ${RELEASE} (board@lists) (gcc 14) #7 SMP 2026`;
const types = btf([
  btfInt("long unsigned int", 8),
  btfStruct("module", STRUCT_MODULE.size, [
    { name: "init", type: 1, at: STRUCT_MODULE.init * 8 },
    { name: "exit", type: 1, at: STRUCT_MODULE.exit * 8 },
  ]),
]);

/** What a kernel says, and nothing else of it. */
function strings(
  features: readonly LoaderFeature[],
  anchor = "version magic '%s' should be '%s'",
): Uint8Array {
  const said = features.map((id) => `\u00013${loaderFeatures[id].says}`);
  return text(
    `\0${[BANNER, VERMAGIC, `\u00013%s: ${anchor}`, ...said].join("\n\0")}\n\0`.replace(
      `${VERMAGIC}\n`,
      VERMAGIC,
    ),
  );
}
const ikconfig = (): Uint8Array =>
  new Uint8Array(
    Buffer.concat([text("IKCFG_ST"), gzipSync("CONFIG_ARM64=y\nCONFIG_MODVERSIONS=y\n"), text("IKCFG_ED")]),
  );
const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const backported = ["elf-messages", "this-module-checks", "section-index-checks"] as const;
const arm64 = rawImage("arm64", join(types, strings(backported), ikconfig()));
const x86 = bzimage(
  elf({
    machine: 62,
    type: 2,
    sections: [
      { name: ".rodata", bytes: strings(backported) },
      { name: ".BTF", bytes: types },
    ],
  }),
  "xz",
);

async function facts(...inputs: readonly Input[]): Promise<KernelFacts> {
  return readKernelFacts(await mergeArtifacts(await Promise.all(inputs.map(openInput))));
}
const value = <T>(fact: Fact<T> | undefined): T | "unknown" => (fact?.known ? fact.value : "unknown");
const image = (bytes: Uint8Array): Input => bytesSource("vmlinuz", bytes);

test.each([
  ["arm64", arm64, "arm64"],
  ["arm64", efiZboot(arm64, "zstd"), "arm64"],
  ["x86_64", x86, "x86_64"],
])("an image alone tells what is in it: %s", async (_, bytes, architecture) => {
  const found = await facts(image(bytes));
  expect(value(found.release)).toBe(RELEASE);
  expect(value(found.banner)).toBe(BANNER);
  expect(value(found.vermagic)).toBe(VERMAGIC);
  expect(value(found.architecture)).toMatchObject({ name: architecture });
  expect(value(found.structModule)).toMatchObject(STRUCT_MODULE);
  expect(value(found.features)).toEqual(new Set(backported));
  expect(value(found.generation)).toBe("6.4");
  expect(found.features.known && found.features.origin).toEqual({
    input: "vmlinuz!kernel",
    part: "messages",
  });
});

test("a configuration that is built in is read", async () => {
  const { config } = await facts(image(arm64));
  expect(config.known && configured(config.value, "CONFIG_MODVERSIONS")).toBe(true);
  expect(config.known && config.origin.input).toBe("vmlinuz!kernel!IKCONFIG");
  expect(value((await facts(image(x86))).config)).toBe("unknown");
});

test("options that show by a message are read from the image, else from the configuration", async () => {
  const says = `\0${loaderOptions.livepatch.says}\n\0%s: %s: kernel tainted.\n\0`;
  const kernel = rawImage("arm64", join(strings(backported), text(says)));
  const config = bytesSource("config", text("CONFIG_X=y\nCONFIG_STRICT_MODULE_RWX=y\n"));
  const found = (await facts(image(kernel), config)).loaderOptions;
  expect(found).toMatchObject({ value: new Set(["force-load", "livepatch"]), origin: { part: "messages" } });
  expect(value((await facts(config)).loaderOptions)).toEqual(new Set(["strict-rwx"]));
  const silent = rawImage("arm64", strings([], "nothing"));
  expect(value((await facts(image(silent), config)).loaderOptions)).toEqual(new Set(["strict-rwx"]));
  expect(value((await facts(image(silent))).loaderOptions)).toBe("unknown");
});

test("what the image says outweighs what the release lets expect", async () => {
  const old = rawImage("arm64", strings(["elf-messages"]));
  const found = await facts(image(old), { tree: memoryTree("tree", rootFiles), directory: "" });
  expect(value(found.release)).toBe(RELEASE);
  expect(value(found.generation)).toBe("5.13");
});

test("a kernel whose loader says nothing is judged by its release, and the origin says so", async () => {
  const silent = rawImage("arm64", strings([], "other"));
  const { features, generation } = await facts(image(silent));
  expect(value(generation)).toBe("6.4");
  expect(features.known && toldByRelease(features.origin)).toBe(true);
});

test("an image beside the modules is found, and not unpacked for what something else tells", async () => {
  const reads: number[] = [];
  const plain = memoryTree("tree", { ...rootFiles, [`boot/vmlinuz-${RELEASE}`]: arm64 });
  const tree = {
    ...plain,
    async open(path: string): Promise<ByteSource | undefined> {
      const file = await plain.open(path);
      if (!file || !path.includes("vmlinuz")) return file;
      return {
        name: file.name,
        size: file.size,
        async read(offset: number, length: number) {
          reads.push(length);
          return file.read(offset, length);
        },
      };
    },
  };
  const artifacts = await mergeArtifacts([await openInput({ tree, directory: "" })]);
  expect(artifacts).toMatchObject({ imageIsBeside: true, image: { name: `tree/boot/vmlinuz-${RELEASE}` } });
  const found = await readKernelFacts(artifacts);
  expect(reads).toEqual([]);
  expect(found.features.known && toldByRelease(found.features.origin)).toBe(true);
  const { imageIsBeside: _, ...given } = artifacts;
  expect(value((await readKernelFacts(given)).features)).toEqual(new Set(backported));
  expect(reads.length).toBeGreaterThan(0);
});

test("an image that is given is taken, one that is only beside is not", async () => {
  const tree = memoryTree("tree", { ...rootFiles, [`boot/vmlinuz-${RELEASE}`]: x86 });
  const merged = await mergeArtifacts([
    await openInput({ tree, directory: "" }),
    await openInput(bytesSource("mine", arm64)),
  ]);
  expect(merged.image?.name).toBe("mine");
  expect(merged.imageIsBeside).toBeUndefined();
});

test.each([`boot/vmlinuz-${RELEASE}`, `boot/vmlinux-${RELEASE}`, `usr/lib/modules/${RELEASE}/vmlinuz`])(
  "a package has its image at %s",
  async (path) => {
    const files = { ...under(`usr/lib/modules/${RELEASE}`, modulesFiles), [path]: arm64 };
    const packed = deb({
      files: Object.entries(files).map(([at, content]) => ({ path: `./${at}`, content })),
    });
    const found = await facts(bytesSource("image.deb", packed));
    expect(value(found.features)).toEqual(new Set(backported));
    expect(found.features.known && found.features.origin.input).toBe(`image.deb!${path}!kernel`);
  },
);

test("an image of another kernel is an error that names both", async () => {
  const other = rawImage("arm64", text("Linux version 5.10.0-1-other (x) (y) #1\0"));
  await expect(facts(image(other), { tree: memoryTree("tree", rootFiles), directory: "" })).rejects.toThrow(
    `these are two kernels: vmlinuz is of 5.10.0-1-other, tree/lib/modules/${RELEASE} of ${RELEASE}`,
  );
});

test("a damaged image that is given is one error; in a package it makes unknown what only it would tell", async () => {
  const cut = x86.slice(0, x86.length - 200);
  await expect(facts(image(cut))).rejects.toThrow(/^vmlinuz at .*cut off$/);
  const files = { ...under(`lib/modules/${RELEASE}`, modulesFiles), [`boot/vmlinuz-${RELEASE}`]: cut };
  const packed = deb({
    files: Object.entries(files).map(([path, content]) => ({ path: `./${path}`, content })),
  });
  const found = await facts(bytesSource("image.deb", packed));
  expect(value(found.generation)).toBe("6.4");
  expect(found.features.known && toldByRelease(found.features.origin)).toBe(true);
  expect(value(found.structModule)).toMatchObject(STRUCT_MODULE);
});

test("facts of damaged images are known or unknown", async () => {
  await survivesDamage(arm64, async (bytes) => facts(image(bytes)), 100);
});
