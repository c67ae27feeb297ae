import { expect, test } from "vitest";
import { given } from "../../../test/build/given.ts";
import { relocationsOf } from "../../../test/build/relocations.ts";

const CALL = 4;
const PC32 = 2;

const symbols = [{ name: "maybe", binding: "weak" }, { name: "printk" }] as const;
const call = { in: ".text", offset: 0, symbol: "maybe", type: CALL, addend: -4 };

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

test("places that overlap are written twice", async () => {
  const overlapping = [
    { ...call, symbol: "printk", offset: 8 },
    { ...call, symbol: "printk", offset: 5 },
  ];
  expect((await relocationsOf({ symbols, relocations: overlapping })).twice).toMatchObject({ offset: 5 });
});

test("places so far that one byte more is the same number end, and are outside", async () => {
  const far = { ...call, symbol: "printk", offset: Number.MAX_SAFE_INTEGER * 4 };
  const found = await relocationsOf({ symbols, relocations: [far, far] });
  expect(found.outside).toMatchObject({ index: 0 });
  expect(found.twice).toBeUndefined();
});

const code = (first: number, alignment: number) => ({
  name: ".text.more",
  bytes: Uint8Array.of(first, 0, 0, 0),
  flags: 6,
  alignment,
});

test("what a module has behind a section with code", async () => {
  const behind = { in: ".text", offset: 16, symbol: "printk", type: PC32 };
  const found = (first: number, alignment = 1, offset = 16) =>
    relocationsOf({
      symbols,
      relocations: [{ ...behind, offset }],
      sections: [code(first, alignment)],
      text: 6,
    });
  expect((await found(1)).notZero).toMatchObject({ offset: 16 });
  expect((await found(0)).notZero).toBeUndefined();
  expect((await found(0)).outside).toMatchObject({ offset: 16 });
  expect((await found(1, 32)).notZero).toBeUndefined();
  expect((await found(1, 32, 32)).notZero).toMatchObject({ offset: 32 });
  expect((await found(1, 1, 1 << 20)).notZero).toBeUndefined();
});

test("a branch beside a function, an address in no section, an addend of more than 32 bits", async () => {
  const beside = await relocationsOf({ symbols, relocations: [{ ...call, symbol: "printk", addend: 8 }] });
  expect(beside.beside).toMatchObject({ offset: 0, addend: 8 });
  const zero = [...symbols, { name: "zero", section: "absolute" }];
  const absolute = await relocationsOf({ symbols: zero, relocations: [{ ...call, symbol: "zero" }] });
  expect(absolute.absoluteCalls).toMatchObject([{ symbol: "zero", address: 0, offset: 0 }]);
  const used = [
    { ...call, symbol: "zero" },
    { ...call, symbol: "zero", offset: 4, type: PC32 },
  ];
  expect((await relocationsOf({ symbols: zero, relocations: used })).absoluteCalls).toBeUndefined();
  const far = await relocationsOf({
    symbols,
    relocations: [{ ...call, symbol: "printk", type: 1, addend: 1n << 40n }],
  });
  expect(far.far).toMatchObject([{ addend: 2 ** 40 }]);
});

test("Xen's calls are entries of a page: to the beginning of any, and nowhere else", async () => {
  const xen = [...symbols, { name: "hypercall_page" }];
  const branch = async (addend: number) =>
    (await relocationsOf({ symbols: xen, relocations: [{ ...call, symbol: "hypercall_page", addend }] }))
      .beside;
  expect(await branch(-4)).toBeUndefined();
  expect(await branch(32 * 17 - 4)).toBeUndefined();
  expect(await branch(32 * 127 - 4)).toBeUndefined();
  expect(await branch(32 * 17)).toMatchObject({ addend: 32 * 17 });
  expect(await branch(4096 - 4)).toMatchObject({ addend: 4092 });
  expect(await branch(-36)).toMatchObject({ addend: -36 });
});

test("on riscv a call is an AUIPC", async () => {
  const bytes = Uint8Array.of(0x97, 0, 0, 0, 0xe7, 0x80, 0, 0);
  const found = async (first: number) => {
    const sections = [{ name: ".text.one", bytes: Uint8Array.of(first, ...bytes.subarray(1)), flags: 6 }];
    const relocations = [{ in: ".text.one", offset: 0, symbol: "printk", type: 19 }];
    return (await relocationsOf({ machine: 243, symbols, sections, relocations })).beside;
  };
  expect(await found(0x97)).toBeUndefined();
  expect(await found(0x55)).toMatchObject({ offset: 0 });
});

test("symbols in sections that are not loaded, or have no room", async () => {
  const sections = [
    { name: ".kofit", bytes: new Uint8Array(8), flags: 0 },
    { name: ".data..percpu", bytes: "", flags: 3 },
  ];
  const own = [
    { name: "lost", section: ".kofit" },
    { name: "counter", section: ".data..percpu" },
  ];
  const relocations = [
    { ...call, symbol: "lost", type: PC32 },
    { ...call, symbol: "counter", type: 11, offset: 8 },
  ];
  const found = await relocationsOf({ symbols: own, sections, relocations });
  expect(found.unloaded).toMatchObject([{ offset: 0 }]);
  expect(found.roomless).toMatchObject([{ offset: 8 }]);
});

test("each half of an address needs the other", async () => {
  const own = [{ name: "printk" }, { name: ".L1", section: ".text", value: 4, binding: "local" }] as const;
  const machine = 243;
  const found = async (high: number) => {
    const relocations = [
      { in: ".text", offset: high, symbol: "printk", type: 23 },
      { in: ".text", offset: 8, symbol: ".L1", type: 24 },
    ];
    return relocationsOf({ machine, symbols: own, relocations, text: 6 });
  };
  expect(await found(4)).toEqual({ unusual: [] });
  expect((await found(0)).unpaired).toMatchObject({ offset: 8, type: 24 });
  expect((await found(0)).incomplete).toMatchObject({ offset: 0, type: 23 });
});
