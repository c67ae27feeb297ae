// What kofit reads from real kernel images, compared with what xz, zstd, lz4, strings, grep, modinfo, readelf and pahole
// read.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { fileSource, useNodeDecoders } from "../../node/index.ts";
import { findBtf } from "../../src/formats/btf/find-btf.ts";
import { type KernelImage, openKernelImage } from "../../src/formats/kernel-image/kernel-image.ts";
import { readKernelFacts } from "../../src/facts/kernel/index.ts";
import { signingOf } from "../../src/facts/kernel/signing-of.ts";
import { bytesSource } from "../../src/io/byte-source.ts";
import { forgetNativeDecoders } from "../../src/io/decompress.ts";
import { configOf, configValue } from "../../src/model/config.ts";
import type { Fact } from "../../src/model/fact.ts";
import type { KernelFacts } from "../../src/model/kernel.ts";
import {
  featureIds,
  featuresByRelease,
  type LoaderFeature,
  loaderFeatures,
} from "../../src/model/loader-feature.ts";
import { type LoaderOption, loaderOptionsOf } from "../../src/model/loader-option.ts";
import { openInput } from "../../src/sources/common/open-input.ts";
import { type Corpus, corpus, lines } from "./corpus.ts";
import { kernelsOfThisRun } from "./kernels.ts";

const scratch = mkdtempSync(join(tmpdir(), "kofit-oracle-"));
afterAll(() => rmSync(scratch, { recursive: true }));
afterEach(forgetNativeDecoders);

/** Of every packing that Debian has had since 5.10. */
const specs = new Set([
  ...kernelsOfThisRun.map(({ spec }) => spec),
  "apt:linux-image-cloud-amd64/bookworm",
  "apt:linux-image-amd64/trixie",
  "apt:linux-image-armmp:armhf/trixie",
]);

const programs: Readonly<Record<string, { readonly magic: string; readonly command: readonly string[] }>> = {
  xz: { magic: "fd377a585a00", command: ["xz", "-dc"] },
  zstd: { magic: "28b52ffd", command: ["zstd", "-dc"] },
  lz4: { magic: "02214c18", command: ["lz4", "-dc"] },
  gzip: { magic: "1f8b08", command: ["gzip", "-dc"] },
};

/** As the kernel's scripts/extract-vmlinux does it: wherever a magic stands, the program is asked. The largest is the kernel. */
function unpackedByPrograms(image: Buffer): Buffer {
  let largest = Buffer.alloc(0);
  for (const { magic, command } of Object.values(programs)) {
    const wanted = Buffer.from(magic, "hex");
    for (let at = image.indexOf(wanted), tried = 0; at >= 0 && tried < 8; tried += 1) {
      const [program = "", ...args] = command;
      // What stands behind the payload makes the program fail, after it has unpacked all.
      const { stdout } = spawnSync(program, args, { input: image.subarray(at), maxBuffer: 1 << 30 });
      if (stdout.length > largest.length) largest = stdout;
      at = image.indexOf(wanted, at + 1);
    }
  }
  return largest;
}

const imageOf = ({ root, modulesDirectory, release }: Corpus): string =>
  [`${root}/boot/vmlinuz-${release}`, `${root}/boot/vmlinux-${release}`, `${modulesDirectory}/vmlinuz`].find(
    (path) => existsSync(path),
  ) ?? "";

async function open(path: string): Promise<KernelImage> {
  const image = await openKernelImage(bytesSource(path, new Uint8Array(readFileSync(path))));
  if (!image) throw new Error(`${path} is no kernel image`);
  return image;
}

function value<T>(fact: Fact<T> | undefined): T {
  if (!fact?.known) throw new Error(`unknown: ${fact?.why.en}`);
  return fact.value;
}

/** Features that show on one architecture only. */
const ofOneArchitecture: ReadonlySet<LoaderFeature> = new Set([
  "arm64-plts-always",
  "init-ftrace-trampoline",
  "riscv-relocation-kinds",
  "relocation-target-invalid",
  "relocation-target-section",
  "return-thunk-warning",
]);

const everywhere = (ids: Iterable<LoaderFeature>): LoaderFeature[] =>
  [...ids].filter((id) => !ofOneArchitecture.has(id));

describe.each([...specs])("%s", (spec) => {
  let kernel: Corpus;
  let path = "";
  let raw = "";
  let facts: KernelFacts;

  test("unpacks to the same kernel as its program does, natively and portably", async () => {
    kernel = await corpus(spec);
    path = imageOf(kernel);
    const portable = await open(path);
    useNodeDecoders();
    const native = await open(path);
    const file = readFileSync(path);
    const theirs = native.compression ? unpackedByPrograms(file) : file;
    expect(theirs.length).toBe(native.kernel.length);
    expect(theirs.equals(native.kernel)).toBe(true);
    expect(theirs.equals(portable.kernel)).toBe(true);
    raw = join(scratch, kernel.release);
    writeFileSync(raw, theirs);
    const source = fileSource(path);
    facts = await readKernelFacts(await openInput(source));
    source.close();
  });

  test("strings sees the same banner, and modinfo of a module the same vermagic", () => {
    const banners = lines("sh", ["-c", 'strings -a "$0" | grep "^Linux version .*#[0-9]"', raw]);
    expect(banners).toContain(value(facts.banner));
    expect(value(facts.release)).toBe(kernel.release);
    const [vermagic] = lines("modinfo", ["-F", "vermagic", kernel.modules[0] ?? ""]);
    expect(value(facts.vermagic).trimEnd()).toBe(vermagic?.trimEnd());
  });

  test("grep sees the messages of the same features, and the release lets expect no others", () => {
    const grepped = featureIds.filter(
      (id) => spawnSync("grep", ["-aqF", "--", loaderFeatures[id].says, raw]).status === 0,
    );
    expect([...value(facts.features)]).toEqual(grepped);
    const config = configOf(readFileSync(join(kernel.headers, ".config"), "latin1"));
    expect(configValue(config, "CONFIG_MODULES")).toBe("y");
    const version =
      /Kernel Configuration$/m.exec(config.text) && /^# Linux\S* (\S+) Kernel/m.exec(config.text)?.[1];
    const expected = featuresByRelease(version ?? kernel.release) ?? new Set();
    expect(everywhere(grepped)).toEqual(everywhere(expected));
  });

  test("the configuration sets the options that show in the image, and says the same of signatures", () => {
    const config = configOf(readFileSync(join(kernel.headers, ".config"), "latin1"));
    const isArm64 = value(facts.architecture).name === "arm64";
    const shows = (id: LoaderOption): boolean =>
      // Since 6.5 it is no option of arm64, and what riscv has of the other is another message.
      isArm64 ? id !== "call-tables" : id !== "call-ops";
    expect([...value(facts.loaderOptions)].filter(shows)).toEqual([...loaderOptionsOf(config)].filter(shows));
    const { lockdownIsEarly: _, ...signing } = signingOf(config);
    expect(value(facts.moduleSigning)).toEqual(signing);
    expect(value(facts.signaturePolicy)).toBe("permissive");
  });

  test("pahole sees the same struct module, readelf the same size in a module", async () => {
    useNodeDecoders();
    const image = await open(path);
    const found = findBtf(image.kernel, "kernel", image.littleEndian);
    // Debian's armhf is built without.
    expect(found === undefined).toBe(image.architecture.name === "arm");
    if (!found) return;
    const types = join(scratch, "btf");
    writeFileSync(types, image.kernel.subarray(found.offset));
    const text = lines("pahole", ["-F", "btf", "-C", "module", types]).join("\n");
    const { size, init } = value(facts.structModule);
    expect(size).toBe(Number(/\/\* size: (\d+),/.exec(text)?.[1]));
    expect(init).toBe(Number(/\(\*init\)\(void\);\s*\/\*\s*(\d+)/.exec(text)?.[1]));
    const module = kernel.modules.find((name) => name.endsWith(".ko"));
    const sections = module === undefined ? [] : lines("readelf", ["-SW", module]);
    const own = sections.filter((line) => line.includes(" .gnu.linkonce.this_module "));
    const sizes = own.map((line) => Number.parseInt(line.trim().split(/\s+/).at(-6) ?? "", 16));
    expect(sizes).toEqual(module === undefined ? [] : [size]);
  });
});
