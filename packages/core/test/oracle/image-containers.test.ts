// The containers of kernels that Debian's packages do not have: small kernels that its source is built into, in every
// packing, compared with what the same builds left: .config, System.map, vmlinux.symvers, and what was packed.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { useNodeDecoders } from "../../node/index.ts";
import { readKernelFacts } from "../../src/facts/kernel/index.ts";
import type { Kallsyms } from "../../src/formats/kallsyms/kallsyms.ts";
import { openKernelSymbols } from "../../src/formats/kallsyms/kernel-symbols.ts";
import { readKernelExports } from "../../src/formats/kernel-exports/kernel-exports.ts";
import { type KernelImage, openKernelImage } from "../../src/formats/kernel-image/kernel-image.ts";
import { bytesSource } from "../../src/io/byte-source.ts";
import { forgetNativeDecoders } from "../../src/io/decompress.ts";
import { configOf } from "../../src/model/config.ts";
import { nameOf } from "../../src/model/names.ts";
import type { Fact } from "../../src/model/fact.ts";
import { featureIds, loaderFeatures } from "../../src/model/loader-feature.ts";
import { openInput } from "../../src/sources/common/open-input.ts";
import { type BuiltKernel, builtKernels, type ContainerBuilt, recipes } from "./built-kernel.ts";
import { lines } from "./corpus.ts";

afterEach(forgetNativeDecoders);

/** Building takes ten minutes for each architecture, on two cores, the first time. */
const HOUR = 3_600_000;
const isWanted = process.env["KOFIT_ORACLE"] === "all";

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));
const textOf = (path: string): string => readFileSync(path, "latin1");
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.from(a).equals(b);

async function open(bytes: Uint8Array): Promise<KernelImage> {
  const image = await openKernelImage(bytesSource("image", bytes));
  if (!image) throw new Error("no kernel image");
  return image;
}

function value<T>(fact: Fact<T> | undefined): T {
  if (!fact?.known) throw new Error(`unknown: ${fact?.why.en}`);
  return fact.value;
}

/** Addresses by name, which several symbols may share. */
function addressesIn(systemMap: string): ReadonlyMap<string, readonly bigint[]> {
  const found = new Map<string, bigint[]>();
  for (const line of textOf(systemMap).split("\n")) {
    const [address, , name] = line.split(" ");
    if (address === undefined || name === undefined) continue;
    found.set(name, [...(found.get(name) ?? []), BigInt(`0x${address}`)]);
  }
  return found;
}

const rowsOf = ({ count, names, addressOf }: Kallsyms): (readonly [name: string, address: bigint])[] =>
  Array.from({ length: count }, (_, row) => [nameOf(names, row), addressOf(row)]);

/** Lines of a `Module.symvers` without their owner. */
const symversOf = (path: string): string[] =>
  textOf(path)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t"))
    .map(([crc, symbol, , kind, namespace]) => [crc, symbol, kind, namespace].join("\t"))
    .toSorted();

/** More zeros than kofit unpacks of a kernel, by the program of each compression. */
const BOMBS: Readonly<Record<string, string>> = {
  gzip: "gzip -9",
  bzip2: "bzip2 -9",
  lzma: "lzma -1",
  xz: "xz --check=crc32 -1",
  lzo: "lzop -1",
  lz4: "lz4 -l -1 - -",
  zstd: "zstd -1",
};

function bomb(packing: string): Uint8Array {
  const command = `head -c 272M /dev/zero | ${BOMBS[packing]}`;
  return new Uint8Array(spawnSync("sh", ["-c", command], { maxBuffer: 1 << 24 }).stdout);
}

const isContainer = (id: string): id is ContainerBuilt => Object.hasOwn(recipes, id);

describe.runIf(isWanted).each(Object.keys(recipes).filter(isContainer))("%s", (container) => {
  const packings = Object.values(recipes[container].packings);
  let built: readonly BuiltKernel[] = [];
  const of = (packing: string): BuiltKernel => {
    const found = built.find((one) => one.packing === packing);
    if (!found) throw new Error(`no ${container} in ${packing}`);
    return found;
  };
  beforeAll(async () => {
    built = await builtKernels(container);
  }, HOUR);

  test.each(packings)("%s: the kernel is what was packed, natively and portably", async (packing) => {
    const { image, inside } = of(packing);
    const expected = bytesOf(inside);
    const portable = await open(bytesOf(image));
    useNodeDecoders();
    const native = await open(bytesOf(image));
    for (const { kernel, ...told } of [portable, native]) {
      expect(told).toMatchObject({ container, compression: packing });
      expect(same(kernel, expected)).toBe(true);
    }
  });

  test.each(packings)("%s: banner, configuration and messages are those of the build", async (packing) => {
    const { image, vmlinux, config } = of(packing);
    const facts = await readKernelFacts(await openInput(bytesSource("image", bytesOf(image))));
    const banners = lines("sh", ["-c", 'strings -a "$0" | grep "^Linux version .*#[0-9]"', vmlinux]);
    expect(banners).toEqual([value(facts.banner)]);
    expect(value(facts.config)).toEqual(configOf(textOf(config)));
    const vermagics = lines("sh", ["-c", 'strings -a "$0" | grep "^6[.0-9]* .*mod_unload"', vmlinux]);
    expect(vermagics).toEqual([value(facts.vermagic)]);
    const grepped = featureIds.filter(
      (id) => spawnSync("grep", ["-aqF", "--", loaderFeatures[id].says, vmlinux]).status === 0,
    );
    expect([...value(facts.features)]).toEqual(grepped);
    expect(grepped.length).toBeGreaterThan(3);
  });

  test.each(packings)("%s: symbols are those of System.map, exports those of modpost", async (packing) => {
    const { image, systemMap, symvers } = of(packing);
    const symbols = await openKernelSymbols(await open(bytesOf(image)));
    const addresses = addressesIn(systemMap);
    const rows = symbols.kallsyms ? rowsOf(symbols.kallsyms) : [];
    expect(rows.length).toBeGreaterThan(5000);
    expect(rows.filter(([name, address]) => !addresses.get(name)?.includes(address))).toEqual([]);
    const exported = (await readKernelExports(symbols)) ?? [];
    const found = exported.map(({ symbol, crc = 0, gplOnly, namespace = "" }) => {
      const hex = `0x${crc.toString(16).padStart(8, "0")}`;
      return [hex, symbol, gplOnly ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL", namespace].join("\t");
    });
    expect(found.toSorted()).toEqual(symversOf(symvers));
    expect(found.length).toBeGreaterThan(1000);
  });

  test.each(packings)("%s: cut off anywhere it is an error that says so", async (packing) => {
    const whole = bytesOf(of(packing).image);
    for (const part of [1 / 6, 1 / 2, 5 / 6]) {
      const cut = whole.slice(0, Math.floor(whole.length * part));
      await expect(open(cut)).rejects.toMatchObject({
        name: "FormatError",
        what: expect.stringContaining("the image is cut off"),
      });
    }
  });

  const wholes = Object.values(recipes[container].whole);
  test.runIf(wholes.length > 0)("what is inside may be packed as a whole", async () => {
    for (const { inside, whole } of built.slice(0, 1)) {
      expect([...whole.keys()]).toEqual(wholes);
      for (const [packing, path] of whole) {
        const image = await open(bytesOf(path));
        expect(image.compression).toBe(packing);
        expect(same(image.kernel, bytesOf(inside))).toBe(true);
      }
    }
  });
});

test.runIf(isWanted).each(Object.keys(BOMBS))(
  "%s that unpacks to more than kofit reads is an error that names the limit",
  async (packing) => {
    const packed = bomb(packing);
    expect(packed.length).toBeGreaterThan(100);
    await expect(open(packed)).rejects.toThrow("more than 268435456 bytes");
    useNodeDecoders();
    await expect(open(packed)).rejects.toThrow("more than 268435456 bytes");
  },
);

test.runIf(isWanted).each(["bzip2", "xz", "zstd"])(
  "a payload of %s that unpacks to more than it says, or says too much, is such an error, too",
  async (packing) => {
    const kernel = (await builtKernels("bzimage")).find((one) => one.packing === packing);
    const image = bytesOf(kernel?.image ?? "");
    const view = new DataView(image.buffer);
    // setup_sects, payload_offset, payload_length: https://docs.kernel.org/arch/x86/boot.html
    const at = ((image[0x1f1] ?? 0) + 1) * 512 + view.getUint32(0x248, true);
    const packed = bomb(packing);
    image.set(packed, at);
    view.setUint32(0x24c, packed.length + 4, true);
    view.setUint32(at + packed.length, 272 << 20, true);
    await expect(open(image)).rejects.toThrow("at most 268435456 are unpacked");
    view.setUint32(at + packed.length, 5_000_000, true);
    await expect(open(image)).rejects.toThrow("more than 5000000 bytes");
  },
);

test.runIf(isWanted)("without kallsyms, exports are found by what they look like", async () => {
  const [kernel] = await builtKernels("efi-zboot");
  const image = bytesOf(kernel?.inside ?? "");
  const addresses = addressesIn(kernel?.systemMap ?? "");
  const at = (symbol: string): number =>
    Number((addresses.get(symbol)?.[0] ?? 0n) - (addresses.get("_text")?.[0] ?? 0n));
  image.fill(0, at("kallsyms_token_index"), at("kallsyms_token_index") + 512);
  const symbols = await openKernelSymbols(await open(image));
  expect(symbols.kallsyms).toBeUndefined();
  expect((await readKernelExports(symbols))?.length).toBe(symversOf(kernel?.symvers ?? "").length);
});
