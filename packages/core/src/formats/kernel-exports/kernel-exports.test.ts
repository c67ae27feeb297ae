import { expect, test } from "vitest";
import { rawKernel, type RawExport, type RawKernelSpec } from "../../../test/build/raw-kernel-writer.ts";
import { text } from "../../../test/build/byte-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import { openKernelSymbols } from "../kallsyms/kernel-symbols.ts";
import type { KernelSymbol } from "../ksymtab/ksymtab.ts";
import { readKernelExports } from "./kernel-exports.ts";

// More than a run needs; some are in a namespace, and `kfree` is known to every scan.
const exports: readonly RawExport[] = [
  { symbol: "kfree", crc: 0xdeadbeef },
  ...Array.from({ length: 150 }, (_, i) => ({
    symbol: `${i % 3 === 0 ? "gpl" : "free"}_export_${i}`,
    crc: 0x1000 + i,
    gplOnly: i % 3 === 0,
    ...(i % 10 === 0 && { namespace: `NAMESPACE_${i % 4}` }),
  })),
];

const read = async (kernel: KernelBytes): Promise<KernelSymbol[] | undefined> =>
  readKernelExports(await openKernelSymbols(kernel));

const byName = (a: KernelSymbol, b: KernelSymbol): number => (a.symbol < b.symbol ? -1 : 1);

function expected({ crcs = true, flags = false }: RawKernelSpec): KernelSymbol[] {
  const all = exports.map(({ symbol, gplOnly = false, namespace, crc }) => ({
    symbol,
    gplOnly,
    ...(namespace !== undefined && { namespace }),
    ...(crcs && crc !== undefined && { crc }),
  }));
  return flags
    ? all.toSorted(byName)
    : [...all.filter((e) => !e.gplOnly).toSorted(byName), ...all.filter((e) => e.gplOnly).toSorted(byName)];
}

const kinds: readonly (readonly [string, RawKernelSpec])[] = [
  ["arm64", { base: 0n }],
  ["arm64 since v7.1", { base: 0n, flags: true }],
  ["riscv64", { entries: "addresses", base: 0xffff_ffff_8000_0000n }],
  ["riscv64 since v7.1", { entries: "addresses", base: 0xffff_ffff_8000_0000n, flags: true }],
  ["arm", { wordSize: 4, entries: "addresses", base: 0xc020_8000n }],
  ["big-endian", { wordSize: 4, entries: "addresses", base: 0xc020_8000n, littleEndian: false }],
  ["64 bits, big-endian", { entries: "addresses", littleEndian: false }],
];
const crcs = [true, false];
const all = kinds.flatMap(([name, spec]) =>
  crcs.map((crcs) => [`${name}${crcs ? "" : " without CRCs"}`, { ...spec, crcs, exports }] as const),
);

test.each(all)("%s: through kallsyms", async (_, spec) => {
  const kernel = rawKernel({ ...spec, kallsyms: { order: "after", form: "offsets" } });
  expect(await read(kernel)).toEqual(expected(spec));
});

test.each(all)("%s: of a kernel so small that values look like names", async (_, spec) => {
  const kernel = rawKernel({ ...spec, exports });
  // All values lead there, so each looks like a pointer to a name that every kernel exports.
  kernel.kernel.set(text("schedule\0"), 0x40);
  expect(await read(kernel)).toEqual(expected(spec));
});

test.each(all)("%s: with functions alone in kallsyms", async (_, spec) => {
  const kernel = rawKernel({ ...spec, kallsyms: { order: "before", form: "offsets", all: false } });
  expect(await read(kernel)).toEqual(expected(spec));
});

test.each(all)("%s: without kallsyms", async (_, spec) => {
  expect(await read(rawKernel({ ...spec }))).toEqual(expected(spec));
});

test("a kernel without exports", async () => {
  expect(await read(rawKernel({ kallsyms: { order: "after", form: "offsets" } }))).toBeUndefined();
});

test("a vmlinux without tables of exports", async () => {
  const kernel = elf({ type: 2, sections: [{ name: ".rodata", bytes: "x" }] });
  expect(await read({ kernel, name: "vmlinux", littleEndian: true, wordSize: 8 })).toBeUndefined();
});

test("a table that points to no names is told, where symbols say that it is there", async () => {
  const kernel = rawKernel({ base: 0n, exports, kallsyms: { order: "after", form: "offsets" } });
  const bytes = Uint8Array.from(kernel.kernel);
  const start = Number(kernel.symbols.find(([name]) => name === "R__start___ksymtab")?.[1]);
  // One that is not among those that are looked at first.
  new DataView(bytes.buffer).setInt32(start + 12 + 4, 0x7fff_0000, true);
  await expect(read({ ...kernel, kernel: bytes })).rejects.toThrow(
    expect.objectContaining({ name: "FormatError", offset: start + 12 }),
  );
});

test("damage is a FormatError or a value", async () => {
  for (const spec of [{ base: 0n }, { wordSize: 4, entries: "addresses", base: 0xc020_8000n }] as const) {
    const kernel = rawKernel({ ...spec, exports, kallsyms: { order: "after", form: "offsets" } });
    await survivesDamage(kernel.kernel, (bytes) => read({ ...kernel, kernel: bytes }), 150);
  }
});
