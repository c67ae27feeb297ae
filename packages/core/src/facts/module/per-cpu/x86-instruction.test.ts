import { expect, test } from "vitest";
import { decode, noInstruction } from "./x86-instruction.ts";

const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(text.split(" "), (byte) => Number.parseInt(byte, 16));

function decoded(text: string) {
  const one = noInstruction();
  const bytes = bytesOf(text);
  return decode(bytes, 0, bytes.length, one) ? one : undefined;
}

// As `as` writes them and objdump reads them; more than a million of Debian's modules were compared with it.
test.each([
  "90",
  "c3",
  "55",
  "48 89 e5",
  "48 8b 04 25 00 00 00 00",
  "65 48 8b 05 00 00 00 00",
  "8b 44 24 08",
  "8b 84 24 00 01 00 00",
  "8b 45 00",
  "e8 00 00 00 00",
  "74 05",
  "0f 84 00 00 00 00",
  "66 81 7d 00 34 12",
  "81 7d 00 34 12 00 00",
  "66 b8 34 12",
  "48 b8 00 00 00 00 00 00 00 00",
  "a1 00 00 00 00 00 00 00 00",
  "67 a1 00 00 00 00",
  "f6 c1 01",
  "f6 d1",
  "f7 c1 01 00 00 00",
  "66 f7 c1 01 00",
  "f7 d9",
  "c8 10 00 00",
  "c2 08 00",
  "f0 48 0f b1 0a",
  "66 2e 0f 1f 84 00 00 00 00 00",
  "f3 0f 1e fa",
  "0f a4 c2 03",
  "0f ba e0 03",
  "66 0f 38 de c1",
  "66 0f 3a 0f c1 08",
  "c5 f9 ef c0",
  "c5 f9 70 c0 1b",
  "c4 e2 79 de c1",
  "c4 e3 79 0f c1 08",
  "62 f1 7d 48 ef c0",
  "62 f3 7d 48 25 c0 ff",
  "0f 0b",
])("%s is one instruction", (text) => {
  const one = decoded(text);
  expect(one?.end).toBe(text.split(" ").length);
  // Cut off, it is none.
  expect(decoded(text.slice(0, -3) || "0f")).toBeUndefined();
});

test.each([
  "06",
  "62",
  "0f 04",
  "0f",
  "66",
  "66 66 66 66 66 66 66 66 66 66 66 66 66 66 66 90",
  "c4 e4 79 00 c0",
])("%s is none", (text) => {
  expect(decoded(text)).toBeUndefined();
});

test("parts are where they stand", () => {
  expect(decoded("65 48 81 84 c8 00 00 00 00 05 00 00 00")).toMatchObject({
    gs: true,
    rex: 0x48,
    map: 0,
    opcode: 0x81,
    modrm: 0x84,
    sib: 0xc8,
    displacement: 5,
    immediate: 9,
    end: 13,
  });
  expect(decoded("0f b6 c1")).toMatchObject({
    gs: false,
    rex: 0,
    map: 1,
    modrm: 0xc1,
    sib: -1,
    displacement: -1,
  });
  // REX counts right before the opcode only.
  expect(decoded("48 65 8b 00")).toMatchObject({ gs: true, rex: 0 });
});
