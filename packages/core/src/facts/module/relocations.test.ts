import { expect, test } from "vitest";
import { given } from "../../../test/build/given.ts";
import { moduleFile, type ModuleSpec } from "../../../test/build/module-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { Relocations } from "../../model/relocations.ts";
import { readModuleFacts } from "./index.ts";

const CALL = 4;
const PC32 = 2;

async function relocationsOf(spec: ModuleSpec): Promise<Relocations> {
  const { relocations } = await readModuleFacts(bytesSource("t.ko", moduleFile(spec)));
  if (!relocations.known) throw new Error(relocations.why.en);
  return relocations.value;
}

const symbols = [{ name: "maybe", binding: "weak" }, { name: "printk" }] as const;
const call = { in: ".text", offset: 0, symbol: "maybe", type: CALL };

test("what is usual is nothing", async () => {
  const relocations = [
    { ...call, symbol: "printk" },
    { ...call, symbol: "printk", offset: 4, type: PC32 },
  ];
  expect(await relocationsOf({ symbols, relocations })).toEqual({ unusual: [] });
});

test("a type that not every kernel knows, a place outside, a place twice", async () => {
  const found = await relocationsOf({ symbols, relocations: [{ ...call, symbol: "printk", type: 42 }] });
  expect(found.unusual).toMatchObject([{ type: 42, index: 0, offset: 0 }]);
  const far = [{ ...call, symbol: "printk", offset: 14 }];
  expect((await relocationsOf({ symbols, relocations: far })).outside).toMatchObject({ offset: 14 });
  const twice = [
    { ...call, symbol: "printk" },
    { ...call, symbol: "printk", offset: 8 },
    { ...call, symbol: "printk" },
  ];
  expect((await relocationsOf({ symbols, relocations: twice })).twice).toMatchObject({ index: 2, offset: 0 });
});

test("places out of order and not twice are as they may be", async () => {
  const relocations = [
    { ...call, symbol: "printk", offset: 8 },
    { ...call, symbol: "printk" },
  ];
  expect(await relocationsOf({ symbols, relocations })).toEqual({ unusual: [] });
});

test("bytes that are not zero, where the machine wants zeros", async () => {
  const sections = [{ name: ".text.more", bytes: Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0) }];
  const relocations = [{ ...call, in: ".text.more", symbol: "printk", offset: 4 }];
  expect((await relocationsOf({ symbols, sections, relocations })).notZero).toMatchObject({ offset: 4 });
  const arm = { bits: 32, machine: 40, rela: false } as const;
  expect(
    (
      await relocationsOf({
        symbols,
        sections,
        relocations: [{ ...given(relocations[0]), type: 28 }],
        ...arm,
      })
    ).notZero,
  ).toBeUndefined();
});

test("a weak symbol that is only called, and one that may be tested before", async () => {
  expect((await relocationsOf({ symbols, relocations: [call] })).weakCalls).toMatchObject([
    { offset: 0, type: CALL },
  ]);
  const tested = [call, { ...call, offset: 4, type: PC32 }];
  expect((await relocationsOf({ symbols, relocations: tested })).weakCalls).toBeUndefined();
  const defined = [{ name: "maybe", binding: "weak", section: ".text" }] as const;
  expect((await relocationsOf({ symbols: defined, relocations: [call] })).weakCalls).toBeUndefined();
});

test("what is not loaded, for livepatch, or per-cpu is not looked at", async () => {
  const relocations = [{ ...call, in: ".debug", symbol: "printk", type: 99 }];
  const section = { name: ".debug", bytes: new Uint8Array(8), flags: 0 };
  expect(await relocationsOf({ symbols, relocations, sections: [section] })).toEqual({ unusual: [] });
  const percpu = [{ ...call, in: ".data..percpu", symbol: "printk", type: 99 }];
  const data = { ...section, name: ".data..percpu", flags: 3 };
  expect(await relocationsOf({ symbols, relocations: percpu, sections: [data] })).toEqual({ unusual: [] });
});

test("a large file's tables are read in pieces, and mean the same", async () => {
  const sections = [{ name: ".text.big", bytes: new Uint8Array(400_000) }];
  const many = Array.from({ length: 50_000 }, (_, i) => ({
    in: ".text.big",
    offset: i * 8,
    symbol: "printk",
    type: CALL,
  }));
  const relocations = [...many.slice(0, -1), { ...given(many.at(-1)), type: 42 }];
  expect((await relocationsOf({ symbols, sections, relocations })).unusual).toMatchObject([
    { type: 42, index: 49_999 },
  ]);
});
