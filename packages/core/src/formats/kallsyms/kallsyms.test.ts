import { expect, test } from "vitest";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import type { KallsymsShape } from "../../../test/build/kallsyms-writer.ts";
import { rawKernel, type RawKernelSpec } from "../../../test/build/raw-kernel-writer.ts";
import { nameOf } from "../../model/names.ts";
import { addressesOf, type Kallsyms, openKallsyms, rowsHolding } from "./kallsyms.ts";
import type { KernelBytes } from "./kernel-bytes.ts";
import { rawMap } from "./kernel-map.ts";
import { openKernelSymbols } from "./kernel-symbols.ts";

const open = (kernel: KernelBytes): Kallsyms | undefined => openKallsyms(kernel, rawMap(kernel, 0n));

const symbolsOf = (kallsyms: Kallsyms): [string, bigint][] =>
  Array.from(kallsyms.types, (type, row) => [
    `${String.fromCharCode(type)}${nameOf(kallsyms.names, row)}`,
    kallsyms.addressOf(row),
  ]);

const before = (form: KallsymsShape["form"], sequences = false): KallsymsShape => ({
  order: "before",
  form,
  sequences,
});
const after = (form: KallsymsShape["form"]): KallsymsShape => ({ order: "after", form });

const layouts: readonly (readonly [string, RawKernelSpec])[] = [
  ["5.10 of 64 bits", { kallsyms: before("offsets") }],
  ["5.10 of x86_64", { kallsyms: before("percpu") }],
  ["5.10 of 64 bits without relative base", { kallsyms: before("addresses") }],
  ["5.10 of 32 bits", { wordSize: 4, base: 0xc020_8000n, kallsyms: before("offsets") }],
  [
    "5.10 of 32 bits without relative base",
    { wordSize: 4, base: 0xc020_8000n, kallsyms: before("addresses") },
  ],
  ["6.2, with sequences", { kallsyms: before("offsets", true) }],
  ["6.2 of 32 bits, with sequences", { wordSize: 4, base: 0xc020_8000n, kallsyms: before("offsets", true) }],
  ["6.5", { kallsyms: after("offsets") }],
  ["6.5 of x86_64", { kallsyms: after("percpu") }],
  ["6.5 whose base relocations have", { base: 0n, kallsyms: after("offsets") }],
  ["6.5 of 32 bits", { wordSize: 4, base: 0xc020_8000n, kallsyms: after("offsets") }],
  ["7.0", { base: 0n, kallsyms: after("distances") }],
  ["7.0 of 32 bits", { wordSize: 4, base: 0xc020_8000n, kallsyms: after("addresses") }],
];

test.each(layouts)("%s: names and addresses", (_, spec) => {
  const kernel = rawKernel(spec);
  const kallsyms = open(kernel);
  expect(kallsyms && symbolsOf(kallsyms)).toEqual(kernel.symbols);
});

test.each(layouts)("%s, big-endian", (_, spec) => {
  const kernel = rawKernel({ ...spec, littleEndian: false });
  const kallsyms = open(kernel);
  expect(kallsyms && symbolsOf(kallsyms)).toEqual(kernel.symbols);
});

test("addresses by name; a symbol that is not there is absent", () => {
  const kernel = rawKernel({ kallsyms: after("offsets") });
  const kallsyms = open(kernel);
  expect(kallsyms && addressesOf(kallsyms, ["_text", "function_7", "nowhere"])).toEqual(
    new Map([
      ["_text", 0xffff_8000_8000_0000n],
      ["function_7", 0xffff_8000_8000_0000n + 64n + 57n],
    ]),
  );
});

test("rows by letters of their names, each once", () => {
  const functions = ["register_two_registers", "other", "unregister"];
  const kernel = rawKernel({ functions, kallsyms: { ...after("offsets"), all: false } });
  const kallsyms = open(kernel);
  const named = (letters: string): string[] =>
    kallsyms ? Array.from(rowsHolding(kallsyms, letters), (row) => nameOf(kallsyms.names, row)) : [];
  expect(named("regist")).toEqual(["register_two_registers", "unregister"]);
  expect(named("\0regist")).toEqual(["register_two_registers"]);
  expect(named("r\0")).toEqual(["other", "unregister"]);
  // No name goes on in the next one, and types are no letters of names.
  expect(named("Tother")).toEqual([]);
  expect(named("otherunregister")).toEqual([]);
});

test("no token table: no kallsyms", () => {
  expect(open(rawKernel())).toBeUndefined();
  expect(open({ ...rawKernel(), kernel: new Uint8Array() })).toBeUndefined();
});

test("digits that are no token table are passed over", () => {
  const kernel = rawKernel({ kallsyms: after("offsets") });
  const digits = new TextEncoder().encode("0,1,2,3,4,5,6,7,8,9,".replaceAll(",", "\0"));
  const bytes = Uint8Array.from(kernel.kernel);
  bytes.set(digits, 0x800);
  expect(open({ ...kernel, kernel: bytes })?.count).toBe(kernel.symbols.length);
});

test("a number of symbols that is not theirs is told", () => {
  const kernel = rawKernel({ kallsyms: after("offsets") });
  const bytes = Uint8Array.from(kernel.kernel);
  const view = new DataView(bytes.buffer);
  const count = kernel.symbols.length;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    if (view.getUint32(at, true) === count) view.setUint32(at, count + 1, true);
  }
  expect(() => open({ ...kernel, kernel: bytes })).toThrow(
    expect.objectContaining({ name: "FormatError", what: expect.stringContaining("kallsyms: names") }),
  );
});

test("addresses that are cut off are told", () => {
  const kernel = rawKernel({ kallsyms: after("offsets") });
  const cut = kernel.kernel.subarray(0, kernel.kernel.length - 0x1000 - 64);
  expect(() => open({ ...kernel, kernel: cut })).toThrow(
    expect.objectContaining({ name: "FormatError", what: expect.stringContaining("addresses in order") }),
  );
});

test("the banner tells where a raw kernel is linked", async () => {
  const kernel = rawKernel({ kallsyms: after("offsets") });
  const symbols = await openKernelSymbols(kernel);
  expect(symbols.offsetOf(0xffff_8000_8000_1000n)).toBe(0x1000);
  expect(symbols.offsetOf(0n)).toBeUndefined();
  const functions = await openKernelSymbols(rawKernel({ kallsyms: { ...after("offsets"), all: false } }));
  expect(functions.offsetOf(0xffff_8000_8000_1000n)).toBeUndefined();
});

test("damage is a FormatError or a value", async () => {
  for (const shape of [before("offsets", true), after("distances")]) {
    const kernel = rawKernel({ base: 0n, kallsyms: shape });
    await survivesDamage(
      kernel.kernel,
      async (bytes) => {
        const { kallsyms } = await openKernelSymbols({ ...kernel, kernel: bytes });
        return kallsyms && [symbolsOf(kallsyms), [...rowsHolding(kallsyms, "function")]];
      },
      150,
    );
  }
});

test("60 MB are searched to their end", () => {
  const kernel = rawKernel({ kallsyms: after("offsets") });
  const large = new Uint8Array(60 << 20);
  large.set(kernel.kernel, large.length - kernel.kernel.length);
  expect(open({ ...kernel, kernel: large })?.count).toBe(kernel.symbols.length);
});
