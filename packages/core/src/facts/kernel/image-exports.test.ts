import { expect, test } from "vitest";
import { certificateDer } from "../../../test/build/certificate-writer.ts";
import { exportParts } from "../../../test/build/export-writer.ts";
import {
  bootConfig,
  headersFiles,
  modulesFiles,
  ownModule,
  RELEASE,
  under,
} from "../../../test/build/kernel-writer.ts";
import { memoryTree } from "../../../test/build/memory-tree.ts";
import { rawKernelImage, type RawKernelSpec } from "../../../test/build/raw-kernel-writer.ts";
import { imports, moduleFacts, modversions } from "../../../test/build/facts.ts";
import { analyse } from "../../analyse/analyse.ts";
import type { Verdict } from "../../analyse/verdict.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { type Export, exportAt } from "../../model/exports.ts";
import type { Fact } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import { mergeArtifacts } from "../../sources/common/merge.ts";
import { openInput } from "../../sources/common/open-input.ts";
import type { Input } from "../../sources/define-source.ts";
import { readFacts } from "../saved/read.ts";
import { writeFacts } from "../saved/write.ts";
import { readKernelFacts } from "./index.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const file = (name: string, bytes: Uint8Array): Input => bytesSource(name, bytes);

const exported = [
  { symbol: "module_layout", crc: 0x11 },
  { symbol: "_printk", crc: 0x22 },
  { symbol: "kmalloc_trace", crc: 0x33, gplOnly: true },
  { symbol: "dma_buf_put", crc: 0x55, gplOnly: true, namespace: "DMA_BUF" },
  // Known to a search without symbols.
  { symbol: "kfree", crc: 0x66 },
  ...Array.from({ length: 80 }, (_, i) => ({ symbol: `filler_${i}`, crc: 0x100 + i })),
];

/** An arm64 `Image` with these exports. */
function vmlinuz(spec: RawKernelSpec = {}): Uint8Array {
  const kernel = rawKernelImage({
    exports: exported,
    kallsyms: { order: "after", form: "offsets" },
    certificates: certificateDer({ subject: "Build time key" }),
    ...spec,
  });
  // KERN_ERR; behind the functions.
  kernel.set(text("\x013%s: module uses symbol (%s) from namespace %s, but does not import it.\n\0"), 0xc01);
  return kernel;
}

const lines = exported.map(({ symbol, crc, ...more }) => {
  const { gplOnly = false, namespace = "" }: { gplOnly?: boolean; namespace?: string } = more;
  const hex = `0x${crc.toString(16).padStart(8, "0")}`;
  return `${hex}\t${symbol}\tvmlinux\tEXPORT_SYMBOL${gplOnly ? "_GPL" : ""}\t${namespace}\n`;
});
const ofModule = "0x00000033\tmii_check_link\tdrivers/net/mii\tEXPORT_SYMBOL_GPL\tMII\n";
const symvers = (changed: readonly string[] = lines): Input =>
  file("Module.symvers", text(changed.join("") + ofModule));

async function facts(...inputs: readonly Input[]): Promise<KernelFacts> {
  return readKernelFacts(await mergeArtifacts(await Promise.all(inputs.map(openInput))));
}
const image = (spec: RawKernelSpec = {}): Input => file("vmlinuz", vmlinuz(spec));

function valueOf<T>(fact: Fact<T> | undefined): T {
  if (!fact?.known) throw new TypeError(`known expected: ${fact?.why.en}`);
  return fact.value;
}
const rowsOf = (found: KernelFacts): Export[] => {
  const table = valueOf(found.exports);
  return Array.from({ length: table.names.count }, (_, row) => exportAt(table, row));
};

test("with the image alone, what modules export is not known", async () => {
  const found = await facts(image());
  expect(rowsOf(found)).toHaveLength(exported.length);
  expect(rowsOf(found).find(({ symbol }) => symbol === "dma_buf_put")).toEqual({
    symbol: "dma_buf_put",
    crc: 0x55,
    gplOnly: true,
    namespace: "DMA_BUF",
    owner: "vmlinux",
  });
  expect(valueOf(found.exports).modulesUnknown).toBe(true);
  expect(valueOf(found.crcs).crcs).toContain(0x22);
  expect(valueOf(readFacts(text(writeFacts(found)), "facts.json").exports).modulesUnknown).toBe(true);
});

test("Module.symvers adds what modules export", async () => {
  const found = await facts(image(), symvers());
  expect(valueOf(found.exports).modulesUnknown).toBeUndefined();
  expect(rowsOf(found).find(({ symbol }) => symbol === "mii_check_link")).toMatchObject({
    crc: 0x33,
    gplOnly: true,
    namespace: "MII",
    owner: "drivers/net/mii",
  });
  expect(found.symversDifferences).toMatchObject({ known: true, value: undefined });
});

test("so do the kernel's own modules, when all are at hand", async () => {
  const parts = exportParts(
    [{ symbol: "mii_check_link", table: "__ksymtab_gpl", crc: 0x33 }],
    { fieldSize: 4, fields: 3, crcs: "literal" },
    { littleEndian: true, wordSize: 8 },
  );
  const own = { ...modulesFiles, "kernel/drivers/net/mii.ko": ownModule("mii", parts) };
  const tree = memoryTree("tree", under(`lib/modules/${RELEASE}`, own));
  const found = await facts(image(), { tree, directory: `lib/modules/${RELEASE}` });
  const table = valueOf(found.exports);
  expect(table.modulesUnknown).toBeUndefined();
  expect(table.owners).toContain("drivers/net/mii");
  const [name, bytes] = Object.entries(modulesFiles).find(([path]) => path.endsWith(".ko")) ?? [];
  const one = await facts(image(), file(name ?? "", bytes ?? new Uint8Array()));
  expect(valueOf(one.exports).modulesUnknown).toBe(true);
});

test("an image that only stands beside what was given is not asked", async () => {
  const tree = memoryTree("tree", {
    ...under(`lib/modules/${RELEASE}`, modulesFiles),
    ...under(`lib/modules/${RELEASE}/build`, headersFiles),
    [`boot/config-${RELEASE}`]: bootConfig,
    [`boot/vmlinuz-${RELEASE}`]: vmlinuz(),
  });
  const found = await facts({ tree, directory: "" });
  expect(rowsOf(found)).toHaveLength(3);
  expect(found.symversDifferences).toMatchObject({ known: true, value: undefined });
  expect(found.trustedCertificates?.known).toBe(false);
});

test("a Module.symvers that lies is found out, and the image is believed", async () => {
  const [first = "", second = "", third = "", fourth = "", kfree = "", fifth = "", ...rest] = lines;
  const lying = [
    first,
    second.replace("0x00000022", "0x00000023"),
    third.replace("_GPL", ""),
    fourth.replace("DMA_BUF", "OTHER"),
    kfree,
    fifth.replace("filler_0", "invented"),
    ...rest,
  ];
  const found = await facts(image(), symvers(lying));
  expect(rowsOf(found).find(({ symbol }) => symbol === "_printk")?.crc).toBe(0x22);
  expect(rowsOf(found).some(({ symbol }) => symbol === "invented")).toBe(false);
  const differences = valueOf(found.symversDifferences);
  expect(differences).toMatchObject({ symvers: "Module.symvers", image: "vmlinuz", count: 5 });
  expect(differences?.lines.map(({ symbol }) => symbol)).toEqual([
    "_printk",
    "kmalloc_trace",
    "dma_buf_put",
    "invented",
    "filler_0",
  ]);
  expect(differences?.lines[2]).toEqual({
    symbol: "dma_buf_put",
    symvers: { crc: 0x55, gplOnly: true, namespace: "OTHER" },
    image: { crc: 0x55, gplOnly: true, namespace: "DMA_BUF" },
  });
  expect(readFacts(text(writeFacts(found)), "facts.json").symversDifferences).toEqual(
    found.symversDifferences,
  );
});

test("the certificates that are built into the image", async () => {
  const found = await facts(image());
  expect(valueOf(found.trustedCertificates).map(({ subject }) => subject)).toEqual(["Build time key"]);
  expect((await facts(symvers())).trustedCertificates?.known).toBe(false);
});

test("a damaged kallsyms hides nothing that is found without it", async () => {
  const kernel = vmlinuz();
  // The tokens' index.
  kernel.fill(0xff, kernel.length - 0x1000 - 2048, kernel.length - 0x1000);
  const found = await facts(file("vmlinuz", kernel));
  expect(rowsOf(found)).toHaveLength(exported.length);
});

test("an image without exports says so", async () => {
  const { exports } = await facts(image({ exports: [] }));
  expect(exports.known ? "known" : exports.why.en).toContain("no tables of exports were found in vmlinuz");
});

const about = (id: string): boolean => /symbol|namespace|crc/.test(id);

/** Checks about symbols that found something, and those that could not tell. */
async function symbolsOf(module: Parameters<typeof moduleFacts>[0], ...inputs: Input[]): Promise<string[]> {
  const verdict: Verdict = analyse(await facts(...inputs), moduleFacts(module));
  return [
    ...verdict.findings.map(({ check }) => check).filter(about),
    ...verdict.inconclusive.map(({ check }) => `${check}?`).filter((id) => id === "unknown-symbol?"),
  ];
}

test("the image alone judges CRCs, namespaces and licences, and leaves open what a module may export", async () => {
  const versions = { module_layout: 0x11, _printk: 0x22, kmalloc_trace: 0x33, dma_buf_put: 0x55 };
  const fits = {
    imports: imports("_printk", "kmalloc_trace"),
    modversions: modversions(versions),
  };
  expect(await symbolsOf(fits, image())).toEqual([]);
  expect(await symbolsOf({ ...fits, license: "Proprietary" }, image())).toEqual(["gpl-only-symbol"]);
  const inNamespace = { ...fits, imports: imports("_printk", "dma_buf_put") };
  expect(await symbolsOf(inNamespace, image())).toEqual(["namespace-not-imported"]);
  const otherCrc = { ...fits, modversions: modversions({ ...versions, _printk: 0x99 }) };
  expect(await symbolsOf(otherCrc, image())).toEqual(["symbol-crc-mismatch"]);
  const ofSomebody = { ...fits, imports: imports("_printk", "mii_check_link") };
  expect(await symbolsOf(ofSomebody, image())).toEqual(["unknown-symbol?"]);
  expect(await symbolsOf({ ...ofSomebody, imports: imports("nobodys") }, image(), symvers())).toEqual([
    "unknown-symbol",
  ]);
});
