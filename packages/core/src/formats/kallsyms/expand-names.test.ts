import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { nameOf } from "../../model/names.ts";
import { expandNames } from "./expand-names.ts";

/** One token of `letters` for every code, and symbols of so many tokens each. */
function expanded(letters: string, ...symbols: readonly number[]): ReturnType<typeof expandNames> {
  const token = text(`${letters}\0`);
  const packed = symbols.flatMap((tokens) => [
    0x80 | (tokens & 0x7f),
    tokens >> 7,
    ...new Uint8Array(tokens),
  ]);
  return expandNames(
    {
      kernel: Uint8Array.of(...token, ...packed),
      name: "vmlinux",
      littleEndian: true,
      wordSize: 8,
    },
    { count: symbols.length, countAt: 0, start: token.length },
    { start: 0, end: token.length, at: new Uint32Array(256) },
  );
}

test("types and names, each between two NULs", () => {
  const { types, names } = expanded("Tab", 1, 2);
  expect(new TextDecoder().decode(types)).toBe("TT");
  expect([nameOf(names, 0), nameOf(names, 1)]).toEqual(["ab", "abTab"]);
  expect(new TextDecoder().decode(names.bytes)).toBe("\0ab\0abTab\0");
});

test("a symbol that damage has left without letters has no name", () => {
  const { types, names } = expanded("", 3, 0);
  expect([...types]).toEqual([0, 0]);
  expect([nameOf(names, 0), nameOf(names, 1)]).toEqual(["", ""]);
});

test("names without end are told before there is memory for them", () => {
  expect(() => expanded("x".repeat(5000), 16_000)).toThrow(
    expect.objectContaining({ name: "FormatError", what: expect.stringContaining("these have 80000000") }),
  );
});
