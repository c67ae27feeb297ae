import { expect, test } from "vitest";
import { instructions, type Loaded } from "./instructions.ts";

// What GNU as wrote for the lines beside them.
const view = (...words: readonly number[]): DataView => {
  const bytes = new DataView(new ArrayBuffer(4 * words.length + 8));
  for (const [i, word] of words.entries()) bytes.setUint32(4 * i, word, true);
  return bytes;
};
const bytesView = (hex: string): DataView => {
  const bytes = Uint8Array.from(Buffer.from(`${hex.replaceAll(" ", "")}0000000000000000`, "hex"));
  return new DataView(bytes.buffer);
};

function loaded(name: keyof typeof instructions, code: DataView, end: number): readonly Loaded[] {
  return [...(instructions[name]?.loads(code, 0, end) ?? [])];
}

test("x86_64: calls, immediates and distances", () => {
  // call .+0x1005; jmp .-0xb
  expect(instructions.x86_64?.call(bytesView("e8 00 10 00 00"), 0)).toBe(0x1005);
  expect(instructions.x86_64?.call(bytesView("e9 f0 ff ff ff"), 0)).toBe(-0xb);
  expect(instructions.x86_64?.call(bytesView("90"), 0)).toBeUndefined();
  // mov $0xffffffff82001234,%rdx
  expect(loaded("x86_64", bytesView("48 c7 c2 34 12 00 82"), 7)).toContainEqual({
    at: 3,
    target: { address: 0xffff_ffff_8200_1234n },
  });
  // lea 0x1234(%rip),%rdx
  expect(loaded("x86_64", bytesView("48 8d 15 34 12 00 00"), 7)).toContainEqual({
    at: 3,
    target: { distance: 0x1238 },
  });
});

test("i386: immediates are addresses of 32 bits", () => {
  // mov $0xc1234567,%ecx
  expect(loaded("i386", bytesView("90 b9 67 45 23 c1"), 6)).toEqual([
    { at: 2, target: { address: 0xc123_4567n } },
  ]);
});

test("arm64: bl, b, and adrp with add", () => {
  // bl .+0x1000; b .-4
  expect(instructions.arm64?.call(view(0x94000400), 0)).toBe(0x1000);
  expect(instructions.arm64?.call(view(0x17ffffff), 0)).toBe(-4);
  // adrp x2, .+0x2000 (page); add x2, x2, #0x123; of another register nothing
  expect(loaded("arm64", view(0xd0000002, 0x91048c42, 0x91048c63), 12)).toEqual([
    { at: 4, target: { distance: 0x2123 - 4 } },
  ]);
  // adrp x0, .-0x1000
  expect(loaded("arm64", view(0xf0ffffe0, 0x91000000), 8)).toEqual([
    { at: 4, target: { distance: -0x1004 } },
  ]);
});

test("arm: bl, movw with movt, and words beside the code", () => {
  // bl .+0x1008; b .
  expect(instructions.arm?.call(view(0xeb000400), 0)).toBe(0x1008);
  expect(instructions.arm?.call(view(0xeafffffe), 0)).toBe(0);
  // movw r2, #0x5678; movt r2, #0xc123; movt r3, #1
  expect(loaded("arm", view(0xe3052678, 0xe34c2123, 0xe3403001), 12)).toEqual([
    { at: 4, target: { address: 0xc123_5678n } },
  ]);
  // ldr r2, [pc, #4]; behind the file
  expect(loaded("arm", view(0xe59f2004, 0, 0, 0xc0ffee00), 4)).toEqual([
    { at: 0, target: { address: 0xc0ff_ee00n } },
  ]);
  expect(loaded("arm", view(0xe59f2fff), 4)).toEqual([]);
});

test("riscv: auipc with jalr, jal, and auipc with addi", () => {
  // auipc ra,0x2; jalr -16(ra)
  expect(instructions.riscv64?.call(view(0x00002097, 0xff0080e7), 0)).toBe(0x1ff0);
  // jal ra,.+0x800; jal ra,.-2
  expect(instructions.riscv64?.call(view(0x001000ef), 0)).toBe(0x800);
  expect(instructions.riscv64?.call(view(0xfffff0ef), 0)).toBe(-2);
  expect(instructions.riscv64?.call(view(0x00002097, 0x00008067), 0)).toBe(0x2000);
  expect(instructions.riscv64?.call(view(0x00002097, 0x00010067), 0)).toBeUndefined();
  // auipc a2,0x1; addi a2,a2,-1
  expect(loaded("riscv64", view(0x00001617, 0xfff60613), 8)).toContainEqual({
    at: 4,
    target: { distance: 0xfff - 4 },
  });
});
