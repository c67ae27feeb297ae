// What kofit reads of a kernel's own symbols from its image alone, compared with the Module.symvers that the same build
// wrote, with readelf, and with the certificates as Node reads them.
import { X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { useNodeDecoders } from "../../node/index.ts";
import { readKernelFacts } from "../../src/facts/kernel/index.ts";
import { readBuiltInCertificates } from "../../src/formats/certificates/built-in.ts";
import { addressesOf } from "../../src/formats/kallsyms/kallsyms.ts";
import { type KernelSymbols, openKernelSymbols } from "../../src/formats/kallsyms/kernel-symbols.ts";
import { readKernelExports } from "../../src/formats/kernel-exports/kernel-exports.ts";
import { type KernelImage, openKernelImage } from "../../src/formats/kernel-image/kernel-image.ts";
import { bytesSource } from "../../src/io/byte-source.ts";
import { forgetNativeDecoders } from "../../src/io/decompress.ts";
import { mergeArtifacts } from "../../src/sources/common/merge.ts";
import { openInput } from "../../src/sources/common/open-input.ts";
import { type Corpus, corpus, lines } from "./corpus.ts";
import { kernelsOfThisRun } from "./kernels.ts";

const scratch = mkdtempSync(join(tmpdir(), "kofit-oracle-"));
afterAll(() => {
  rmSync(scratch, { recursive: true });
  forgetNativeDecoders();
});

/** Every generation: `npm run oracle` adds the architectures. */
const specs = new Set([
  ...kernelsOfThisRun.map(({ spec }) => spec),
  "apt:linux-image-cloud-arm64:arm64/bullseye",
  "apt:linux-image-cloud-amd64/sid",
  "apt:linux-image-cloud-arm64:arm64/sid",
]);

function vmlinuzOf({ root, modulesDirectory, release }: Corpus): string {
  const places = [`${root}/boot/vmlinuz-${release}`, `${root}/boot/vmlinux-${release}`];
  const found = [...places, `${modulesDirectory}/vmlinuz`].find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${release}: no image in its packages`);
  return found;
}

async function unpacked(path: string): Promise<KernelImage> {
  useNodeDecoders();
  const image = await openKernelImage(bytesSource(path, new Uint8Array(readFileSync(path))));
  if (!image) throw new Error(`${path} is no kernel image`);
  return image;
}

/** `vmlinux` lines of a `Module.symvers` without their owner. */
const linesOf = (symvers: string): string[] =>
  readFileSync(symvers, "latin1")
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([, , owner]) => owner === "vmlinux")
    .map(([crc, symbol, , kind, namespace]) => [crc, symbol, kind, namespace].join("\t"))
    .toSorted();

/** The same of the image. A kernel may export a symbol twice, and then it is one line. */
async function rebuilt(symbols: KernelSymbols): Promise<string[]> {
  const found = await readKernelExports(symbols);
  const written = (found ?? []).map(({ symbol, crc = 0, gplOnly, namespace = "" }) => {
    const hex = `0x${crc.toString(16).padStart(8, "0")}`;
    return [hex, symbol, gplOnly ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL", namespace].join("\t");
  });
  return [...new Set(written)].toSorted();
}

describe.each([...specs])("%s", (spec) => {
  test("exports are those of Module.symvers, with and without the help of symbols", async () => {
    const kernel = await corpus(spec);
    const symbols = await openKernelSymbols(await unpacked(vmlinuzOf(kernel)));
    const expected = linesOf(kernel.symvers);
    expect(expected.length).toBeGreaterThan(8000);
    expect(await rebuilt(symbols)).toEqual(expected);
    const { kallsyms: _, ...withoutSymbols } = symbols;
    expect(await rebuilt({ ...withoutSymbols, offsetOf: () => undefined })).toEqual(expected);
  });

  test("kallsyms has the functions that the kernel exports, in order", async () => {
    const kernel = await corpus(spec);
    const { kallsyms, damage } = await openKernelSymbols(await unpacked(vmlinuzOf(kernel)));
    expect(damage).toBeUndefined();
    const names = linesOf(kernel.symvers).map((line) => line.split("\t")[1] ?? "");
    const addresses = kallsyms ? addressesOf(kallsyms, names) : new Map<string, bigint>();
    // Without CONFIG_KALLSYMS_ALL variables are missing.
    expect(addresses.size).toBeGreaterThan(names.length * 0.8);
    expect(new Set(addresses.values()).size).toBeGreaterThan(addresses.size * 0.9);
  });

  test("certificates are those that Node reads", async () => {
    const symbols = await openKernelSymbols(await unpacked(vmlinuzOf(await corpus(spec))));
    const certificates = (await readBuiltInCertificates(symbols))?.certificates ?? [];
    expect(certificates.length).toBeGreaterThan(0);
    for (const { der, serial, subject, publicKey } of certificates) {
      const other = new X509Certificate(der);
      expect(BigInt(`0x${serial}`)).toBe(BigInt(`0x${other.serialNumber}`));
      expect(other.subject).toContain(`CN=${subject}`);
      expect(other.publicKey.export({ format: "der", type: "spki" }).equals(publicKey)).toBe(true);
    }
  });

  test("a line of Module.symvers that was changed is found, and no other", async () => {
    const kernel = await corpus(spec);
    const vmlinuz = vmlinuzOf(kernel);
    const facts = async (symvers: string): ReturnType<typeof readKernelFacts> => {
      const inputs = [vmlinuz, symvers].map((path) =>
        openInput(bytesSource(path, new Uint8Array(readFileSync(path)))),
      );
      return readKernelFacts(await mergeArtifacts(await Promise.all(inputs)));
    };
    expect((await facts(kernel.symvers)).symversDifferences).toMatchObject({ known: true, value: undefined });

    const altered = join(scratch, "Module.symvers");
    const text = readFileSync(kernel.symvers, "latin1");
    const lying = text
      .replace(/^0x[0-9a-f]{8}\tkfree\tvmlinux/m, "0x12345678\tkfree\tvmlinux")
      .replace(/^.*\t_?printk\tvmlinux.*\n/m, "");
    expect(lying).not.toBe(text);
    writeFileSync(altered, lying, "latin1");
    const { symversDifferences, exports } = await facts(altered);
    const differences = symversDifferences.known ? symversDifferences.value : undefined;
    const found = differences?.lines.map(({ symbol }) => symbol.replace(/^_/, "")).toSorted();
    expect(found).toEqual(["kfree", "printk"]);
    expect(exports.known && exports.value.modulesUnknown).toBeFalsy();
  });
});

test("symbols around the sections of a vmlinux stand where readelf says", async () => {
  const image = await unpacked(vmlinuzOf(await corpus("apt:linux-image-cloud-amd64/sid")));
  const path = join(scratch, "vmlinux");
  writeFileSync(path, image.kernel);
  const sections = new Map(
    lines("readelf", ["-SW", path]).flatMap((line) => {
      const [, name, address] = /^ *\[ *\d+\] (\S+) +\w+ +([0-9a-f]{16}) /.exec(line) ?? [];
      return name !== undefined && address !== undefined ? [[name, BigInt(`0x${address}`)] as const] : [];
    }),
  );
  const { kallsyms } = await openKernelSymbols(image);
  const names = new Map([
    ["__start___ksymtab", "__ksymtab"],
    ["__start_BTF", ".BTF"],
    ["_stext", ".text"],
    ["_sinittext", ".init.text"],
  ]);
  const found = kallsyms ? addressesOf(kallsyms, [...names.keys()]) : new Map<string, bigint>();
  for (const [symbol, section] of names)
    expect([symbol, found.get(symbol)]).toEqual([symbol, sections.get(section)]);
});
