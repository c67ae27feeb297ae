import { describe, expect, test } from "vitest";
import { words } from "../../../test/build/byte-writer.ts";
import { given } from "../../../test/build/given.ts";
import type { ModuleSpec } from "../../../test/build/module-writer.ts";
import { relocationsOf } from "../../../test/build/relocations.ts";

const call = { in: ".text", offset: 0, symbol: "maybe", type: 4, addend: -4 };

const bareIn = async (machine: number, bytes: Uint8Array, more: Partial<ModuleSpec> = {}) => {
  const sections = [{ name: ".text.one", bytes, flags: 6 }];
  const own = [{ name: "one", section: ".text.one", type: 2, size: bytes.length }];
  return (await relocationsOf({ machine, sections, symbols: own, ...more })).bare;
};

const entry = (perm: number) => {
  const bytes = new Uint8Array(40);
  bytes[24] = perm;
  return bytes;
};

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
  const [X86, ARM64, RISCV] = [62, 183, 243];

  test("in a section that nothing relocates", async () => {
    expect(await bareIn(ARM64, words(0xd503_201f, 0x9400_0000))).toEqual({
      section: ".text.one",
      offset: 4,
      branch: true,
    });
    expect(await bareIn(ARM64, words(0xd503_201f, 0x9000_0003))).toMatchObject({ offset: 4, branch: false });
    expect(await bareIn(RISCV, words(0x0000_0097, 0x0000_80e7))).toMatchObject({ offset: 0, branch: true });
    expect(await bareIn(40, words(0xe1a0_c00d, 0xebff_fffe), { bits: 32, rela: false })).toMatchObject({
      offset: 4,
    });
  });

  test("are none where a compiler may have written them so, or they are no code", async () => {
    expect(await bareIn(ARM64, words(0x1400_0000, 0x9400_0001))).toBeUndefined();
    expect(await bareIn(ARM64, words(0x9400_0000), { symbols: [] })).toBeUndefined();
    expect(await bareIn(X86, Uint8Array.of(0xe8, 0, 0, 0, 0))).toBeUndefined();
  });

  test("where a relocation writes nothing", async () => {
    const printk = [{ name: "printk" }, { name: "one", section: ".text.one", type: 2, size: 8 }];
    const at = (type: number, offset = 4) => ({
      symbols: printk,
      relocations: [{ in: ".text.one", offset, symbol: "printk", type }],
    });
    const bl = words(0xd503_201f, 0x9400_0000);
    expect(await bareIn(ARM64, bl, at(0))).toMatchObject({ offset: 4 });
    expect(await bareIn(ARM64, bl, at(283))).toBeUndefined();
    const callNext = Uint8Array.of(0x90, 0xe8, 0, 0, 0, 0);
    expect(await bareIn(X86, callNext, at(0, 2))).toEqual({ section: ".text.one", offset: 2, branch: true });
    expect(await bareIn(X86, Uint8Array.of(0x90, 0xe8, 0, 0, 0, 1), at(0, 2))).toBeUndefined();
  });
});

describe("parameters", () => {
  const own = [{ name: "text", section: ".rodata" }];
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
