import { expect, test } from "vitest";
import { FormatError } from "../../io/format-error.ts";
import { type Btf, openBtf } from "./btf.ts";
import {
  BTF_KIND_ARRAY,
  BTF_KIND_CONST,
  BTF_KIND_FWD,
  BTF_KIND_INT,
  BTF_KIND_PTR,
  BTF_KIND_STRUCT,
  BTF_KIND_TYPEDEF,
} from "./structs.ts";
import { typeSize } from "./type-size.ts";

/** BTF of anonymous types: kind, size or type, and the words that follow it; ids count from 1. */
function btfOf(types: readonly (readonly [kind: number, sizeOrType: number, ...rest: number[]])[]): Btf {
  const words = types.flatMap(([kind, sizeOrType, ...rest]) => [0, kind << 24, sizeOrType, ...rest]);
  const bytes = new Uint8Array(24 + words.length * 4 + 1);
  const view = new DataView(bytes.buffer);
  const header = [0x0001eb9f, 24, 0, words.length * 4, words.length * 4, 1];
  for (const [index, word] of [...header, ...words].entries()) view.setUint32(index * 4, word, true);
  return openBtf(bytes, "t.btf");
}

const int: [number, number, number] = [BTF_KIND_INT, 4, 32];

test("numbers and structs say their size, pointers have the machine's", () => {
  const btf = btfOf([int, [BTF_KIND_STRUCT, 24], [BTF_KIND_PTR, 2]]);
  expect([1, 2, 3].map((id) => typeSize(btf, id, 8))).toEqual([4, 24, 8]);
  expect(typeSize(btf, 3, 4)).toBe(4);
});

test("an array is its elements, through typedefs and qualifiers", () => {
  // const T[3][5], where T is a typedef of int
  const btf = btfOf([
    int,
    [BTF_KIND_TYPEDEF, 1],
    [BTF_KIND_CONST, 2],
    [BTF_KIND_ARRAY, 0, 3, 1, 5],
    [BTF_KIND_ARRAY, 0, 4, 1, 3],
  ]);
  expect(typeSize(btf, 5, 8)).toBe(60);
});

test("void and what is only declared have no size", () => {
  const btf = btfOf([[BTF_KIND_FWD, 0]]);
  expect(typeSize(btf, 0, 8)).toBeUndefined();
  expect(typeSize(btf, 1, 8)).toBeUndefined();
});

test("a type that refers to itself, or to one that does not exist, is damage", () => {
  const btf = btfOf([
    [BTF_KIND_TYPEDEF, 2],
    [BTF_KIND_CONST, 1],
    [BTF_KIND_CONST, 9],
  ]);
  expect(() => typeSize(btf, 1, 8)).toThrow(FormatError);
  expect(() => typeSize(btf, 3, 8)).toThrow(FormatError);
});
