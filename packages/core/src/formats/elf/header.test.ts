import { expect, test } from "vitest";
import { elf } from "../../../test/build/elf-writer.ts";
import { parseHeader } from "./header.ts";

const EI_CLASS = 4;
const EI_DATA = 5;
const EM_AARCH64 = 183;

const arm64 = (): Uint8Array => elf({ bits: 64, littleEndian: true, machine: EM_AARCH64, sections: [] });

test.each([
  { field: EI_CLASS, lie: 1, classBits: 32 },
  { field: EI_DATA, lie: 2, classBits: 64 },
])("e_ident[$field] may lie: the header is read as it is written", ({ field, lie, classBits }) => {
  const bytes = arm64();
  bytes[field] = lie;
  expect(parseHeader(bytes, "t.ko")).toMatchObject({
    bits: 64,
    classBits,
    encoding: { littleEndian: true, wordSize: 8 },
    e_machine: EM_AARCH64,
  });
});

test("what makes sense as it says is read as it says", () => {
  const bytes = elf({ bits: 32, littleEndian: false, machine: 8, sections: [] });
  expect(parseHeader(bytes, "t.ko")).toMatchObject({
    bits: 32,
    classBits: 32,
    encoding: { littleEndian: false },
  });
});

test("what makes no sense in any way is read as it says", () => {
  const bytes = arm64();
  bytes[18] = 0xfe;
  bytes[19] = 0xfe;
  expect(parseHeader(bytes, "t.ko")).toMatchObject({ bits: 64, e_machine: 0xfefe });
});
