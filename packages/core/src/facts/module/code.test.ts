import { describe, expect, test } from "vitest";
import { words } from "../../../test/build/byte-writer.ts";
import type { ModuleSpec } from "../../../test/build/module-writer.ts";
import { codeOf } from "../../../test/build/relocations.ts";

const [ARM64, RISCV, X86] = [183, 243, 62];
const TABLE = { name: "__ex_table", bytes: new Uint8Array(12) };

/** A module whose function, all of `.text.one`, has these instructions. */
const module = (machine: number, code: Uint8Array, more: Partial<ModuleSpec> = {}): ModuleSpec => ({
  machine,
  sections: [{ name: ".text.one", bytes: code, flags: 6 }],
  symbols: [{ name: "one", section: ".text.one", type: 2, size: code.length }],
  ...more,
});

const accessIn = async (...spec: Parameters<typeof module>) => (await codeOf(module(...spec))).userAccess;

// LDTR w3, [x0]
const [NOP, LDTR] = [0xd503_201f, 0xb840_0803];

/** Mapping symbols. */
const marked = (...at: readonly [name: string, value: number][]) => ({
  symbols: at.map(([name, value]) => ({ name, value, section: ".text.one", binding: "local" as const })),
});

function longWith(word: number, at: number): Uint8Array {
  const code = new Uint8Array(at + 8);
  code.set(words(word), at);
  return code;
}

describe("accesses of user memory on arm64", () => {
  test("are found in a module without a table of exceptions", async () => {
    expect(await accessIn(ARM64, words(NOP, LDTR))).toEqual({ section: ".text.one", offset: 4 });
    // STTRB w1, [x2]; LDTR x0, [x1]
    expect(await accessIn(ARM64, words(NOP, NOP, 0x3800_0841))).toMatchObject({ offset: 8 });
    expect(await accessIn(ARM64, words(0xf840_0820))).toMatchObject({ offset: 0 });
  });

  test("are what they should be beside one", async () => {
    const sections = module(ARM64, words(LDTR)).sections ?? [];
    expect(await accessIn(ARM64, words(LDTR), { sections: [...sections, TABLE] })).toBeUndefined();
    const empty = { ...TABLE, bytes: new Uint8Array() };
    expect(await accessIn(ARM64, words(LDTR), { sections: [...sections, empty] })).toBeDefined();
    const unloaded = { ...TABLE, flags: 0 };
    expect(await accessIn(ARM64, words(LDTR), { sections: [...sections, unloaded] })).toBeDefined();
  });

  test("are not other loads", async () => {
    // LDR w3, [x0]; LDUR w3, [x0]; LDR w3, [x0], #0; LDTR w3, [x0, #1]
    expect(await accessIn(ARM64, words(0xb940_0003, 0xb840_0003, 0xb840_0403, 0xb840_1803))).toBeUndefined();
  });

  test("are not data between the functions", async () => {
    expect(await accessIn(ARM64, words(LDTR), { symbols: [] })).toBeUndefined();
    const code = words(NOP, LDTR, NOP, LDTR);
    expect(await accessIn(ARM64, code, marked(["$x", 0], ["$d", 4]))).toBeUndefined();
    expect(await accessIn(ARM64, code, marked(["$x", 0], ["$d.1", 4], ["$x.2", 8]))).toMatchObject({
      offset: 12,
    });
    expect(await accessIn(ARM64, code, marked(["$d", 4], ["$x", 4]))).toBeUndefined();
  });

  test("are not looked for in what is not loaded", async () => {
    const sections = [{ name: ".text.one", bytes: words(LDTR), flags: 4 }];
    expect(await accessIn(ARM64, words(LDTR), { sections })).toBeUndefined();
  });

  test("are found wherever they are in a large file", async () => {
    for (const last of [150_000, (1 << 20) - 256, (1 << 20) - 4, 1 << 20, 2_500_000])
      expect(await accessIn(ARM64, longWith(LDTR, last))).toEqual({ section: ".text.one", offset: last });
  });
});

describe("accesses of user memory on riscv", () => {
  // LUI a4, 0x40; CSRS sstatus, a4; LW a3, 0(a5); CSRC sstatus, a4
  const [LUI, CSRS, LW, CSRC] = [0x0004_0737, 0x1007_2073, 0x0007_a683, 0x1007_3073];
  // C.LI a5, 0 and C.LW a3, 0(a5)
  const COMPRESSED = 0x4394_4781;

  test("stand between opening and closing", async () => {
    expect(await accessIn(RISCV, words(LUI, CSRS, LW, CSRC))).toEqual({ section: ".text.one", offset: 0 });
    expect(await accessIn(RISCV, words(0x13, LUI, CSRS, COMPRESSED, CSRC))).toMatchObject({ offset: 4 });
  });

  test("are not a call of a function that accesses it", async () => {
    // AUIPC ra, 0; JALR ra
    expect(await accessIn(RISCV, words(LUI, CSRS, LW, 0x97, 0x0000_80e7, CSRC))).toBeUndefined();
    // BEQZ a5; C.JALR a5; C.BNEZ a5
    for (const leaves of [0x0007_8463, 0x0001_9782, 0x0001_e399])
      expect(await accessIn(RISCV, words(LUI, CSRS, LW, leaves, CSRC))).toBeUndefined();
    expect(await accessIn(RISCV, words(LUI, CSRS, 0x13, CSRC))).toBeUndefined();
    expect(await accessIn(RISCV, words(LUI, CSRS, LW))).toBeUndefined();
  });

  test("are not interrupts that are switched on", async () => {
    expect(await accessIn(RISCV, words(0x13, CSRS, LW, CSRC))).toBeUndefined();
    // LUI a5, 0x40
    expect(await accessIn(RISCV, words(0x0004_07b7, CSRS, LW, CSRC))).toBeUndefined();
  });
});

test("x86 opens user memory around calls of the kernel, too", async () => {
  // STAC
  expect(await codeOf(module(X86, Uint8Array.of(0x0f, 0x01, 0xcb)))).toEqual({});
});
