import { describe, expect, test } from "vitest";
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

test("what a module has behind a section with code", async () => {
  const behind = { in: ".text", offset: 16, symbol: "printk", type: PC32 };
  const code = (first: number, alignment: number) => ({
    name: ".text.more",
    bytes: Uint8Array.of(first, 0, 0, 0),
    flags: 6,
    alignment,
  });
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

describe("calls of the function tracer", () => {
  const own = [{ name: "__fentry__" }, { name: "code", section: ".text", binding: "local" }] as const;
  const sections = [{ name: "__mcount_loc", bytes: new Uint8Array(16) }];
  const listed = [
    { in: "__mcount_loc", offset: 0, symbol: "code", type: 1 },
    { in: "__mcount_loc", offset: 8, symbol: "code", type: 1, addend: 8 },
  ];
  const fentry = { ...call, symbol: "__fentry__", addend: -4 };
  const found = (second: object, spec: Partial<ModuleSpec> = {}) =>
    relocationsOf({
      symbols: own,
      sections,
      relocations: [{ ...fentry, offset: 1 }, { ...fentry, offset: 9, ...second }, ...listed],
      text: 6,
      ...spec,
    });

  test("are where they are listed", async () => {
    expect(await found({})).toEqual({ unusual: [] });
  });

  test("and are missed elsewhere", async () => {
    const untraced = { section: ".text", offset: 8 };
    expect((await found({ offset: 10 })).untraced).toEqual(untraced);
    expect((await found({ addend: 0 })).untraced).toEqual(untraced);
    expect((await found({ type: 11 })).untraced).toEqual(untraced);
    expect((await found({ type: 0 })).untraced).toEqual(untraced);
  });

  test("in a large file too", async () => {
    const big = { name: ".data.big", bytes: new Uint8Array(200_000), flags: 3 };
    expect(await found({}, { sections: [...sections, big] })).toEqual({ unusual: [] });
    expect((await found({ offset: 10 }, { sections: [...sections, big] })).untraced?.offset).toBe(8);
  });

  test("on ARM have their addend in the instruction", async () => {
    const arm = { bits: 32, machine: 40, rela: false } as const;
    const at = (word: number) => ({
      ...arm,
      symbols: [{ name: "__gnu_mcount_nc" }, given(own[1])],
      relocations: [
        { in: ".text", offset: 4, symbol: "__gnu_mcount_nc", type: 28, addend: word },
        { in: "__mcount_loc", offset: 0, symbol: "code", type: 2, addend: 4 },
      ],
    });
    expect(await found({}, at(0xebff_fffe))).toEqual({ unusual: [] });
    expect((await found({}, at(0xebff_fff0))).untraced).toEqual({ section: ".text", offset: 4 });
  });
});

describe("instructions without their relocations", () => {
  const word = (...words: readonly number[]) => {
    const bytes = new Uint8Array(words.length * 4);
    for (const [i, one] of words.entries()) new DataView(bytes.buffer).setUint32(i * 4, one, true);
    return bytes;
  };
  const bareIn = async (machine: number, bytes: Uint8Array, more: Partial<ModuleSpec> = {}) => {
    const sections = [{ name: ".text.one", bytes, flags: 6 }];
    const own = [{ name: "one", section: ".text.one", type: 2, size: bytes.length }];
    return (await relocationsOf({ machine, sections, symbols: own, ...more })).bare;
  };
  const [X86, ARM64, RISCV] = [62, 183, 243];

  test("in a section that nothing relocates", async () => {
    expect(await bareIn(ARM64, word(0xd503_201f, 0x9400_0000))).toEqual({
      section: ".text.one",
      offset: 4,
      branch: true,
    });
    expect(await bareIn(ARM64, word(0xd503_201f, 0x9000_0003))).toMatchObject({ offset: 4, branch: false });
    expect(await bareIn(RISCV, word(0x0000_0097, 0x0000_80e7))).toMatchObject({ offset: 0, branch: true });
    expect(await bareIn(40, word(0xe1a0_c00d, 0xebff_fffe), { bits: 32, rela: false })).toMatchObject({
      offset: 4,
    });
  });

  test("are none where a compiler may have written them so, or they are no code", async () => {
    expect(await bareIn(ARM64, word(0x1400_0000, 0x9400_0001))).toBeUndefined();
    expect(await bareIn(ARM64, word(0x9400_0000), { symbols: [] })).toBeUndefined();
    expect(await bareIn(X86, Uint8Array.of(0xe8, 0, 0, 0, 0))).toBeUndefined();
  });

  test("where a relocation writes nothing", async () => {
    const printk = [{ name: "printk" }, { name: "one", section: ".text.one", type: 2, size: 8 }];
    const at = (type: number, offset = 4) => ({
      symbols: printk,
      relocations: [{ in: ".text.one", offset, symbol: "printk", type }],
    });
    const bl = word(0xd503_201f, 0x9400_0000);
    expect(await bareIn(ARM64, bl, at(0))).toMatchObject({ offset: 4 });
    expect(await bareIn(ARM64, bl, at(283))).toBeUndefined();
    const callNext = Uint8Array.of(0x90, 0xe8, 0, 0, 0, 0);
    expect(await bareIn(X86, callNext, at(0, 2))).toEqual({ section: ".text.one", offset: 2, branch: true });
    expect(await bareIn(X86, Uint8Array.of(0x90, 0xe8, 0, 0, 0, 1), at(0, 2))).toBeUndefined();
  });
});

describe("parameters", () => {
  const own = [{ name: "text", section: ".rodata" }];
  const entry = (perm: number) => {
    const bytes = new Uint8Array(40);
    bytes[24] = perm;
    return bytes;
  };
  const found = async (relocations: readonly { offset: number }[], perm = 0x24) => {
    const sections = [
      { name: "__param", bytes: Uint8Array.from([...entry(0x24), ...entry(perm)]) },
      { name: ".rodata", bytes: "abcd" },
    ];
    const all = relocations.map(({ offset }) => ({ in: "__param", offset, symbol: "text", type: 1 }));
    return (await relocationsOf({ symbols: own, sections, relocations: all })).namelessParameter;
  };

  test("of which no relocation gives the name", async () => {
    expect(await found([])).toBe(0);
    expect(await found([{ offset: 0 }, { offset: 48 }])).toBe(1);
    expect(await found([{ offset: 0 }, { offset: 40 }])).toBeUndefined();
    expect(await found([{ offset: 0 }], 0)).toBeUndefined();
  });
});

test("the second half of an address needs its first", async () => {
  const own = [{ name: "printk" }, { name: ".L1", section: ".text", value: 4, binding: "local" }] as const;
  const machine = 243;
  const found = async (high: number) => {
    const relocations = [
      { in: ".text", offset: high, symbol: "printk", type: 23 },
      { in: ".text", offset: 8, symbol: ".L1", type: 24 },
    ];
    return (await relocationsOf({ machine, symbols: own, relocations, text: 6 })).unpaired;
  };
  expect(await found(4)).toBeUndefined();
  expect(await found(0)).toMatchObject({ offset: 8, type: 24 });
});
