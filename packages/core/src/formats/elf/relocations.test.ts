import { describe, expect, test } from "vitest";
import { elf, type ElfSpec } from "../../../test/build/elf-writer.ts";
import { given } from "../../../test/build/given.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { EM_MIPS } from "./constants.ts";
import { openElf } from "./elf.ts";
import { readRelocations, relocationsOf } from "./relocations.ts";

async function relocationsIn(spec: ElfSpec): ReturnType<typeof readRelocations> {
  const file = await openElf(
    bytesSource(
      "t.ko",
      elf({
        ...spec,
        sections: [{ name: ".data", bytes: new Uint8Array(32) }],
        symbols: [{ name: "a" }, { name: "b" }],
        relocations: [
          { in: ".data", offset: 8, symbol: "b", type: 0x18, addend: -4 },
          { in: ".data", offset: 16, symbol: "a", type: 2, addend: 0x1000 },
        ],
      }),
    ),
  );
  const data = given(file.section(".data"));
  return readRelocations(file, given(relocationsOf(file, data)));
}

const both = [
  { offset: 8, symbolIndex: 2, type: 0x18, addend: -4 },
  { offset: 16, symbolIndex: 1, type: 2, addend: 0x1000 },
];

describe("relocations", () => {
  test.each([
    { bits: 64, littleEndian: true },
    { bits: 64, littleEndian: false },
    { bits: 32, littleEndian: true },
    { bits: 32, littleEndian: false },
    { bits: 64, littleEndian: true, machine: EM_MIPS },
    { bits: 64, littleEndian: false, machine: EM_MIPS },
    { bits: 32, littleEndian: false, machine: EM_MIPS },
  ] as const)("RELA and REL: %o", async (spec) => {
    expect(await relocationsIn(spec)).toEqual(both);
    const { length } = await relocationsIn({ ...spec, rela: false });
    expect(length).toBe(2);
    expect(await relocationsIn({ ...spec, rela: false })).toEqual([
      { offset: 8, symbolIndex: 2, type: 0x18 },
      { offset: 16, symbolIndex: 1, type: 2 },
    ]);
  });

  test("a section that nothing relocates has none", async () => {
    const file = await openElf(bytesSource("t.ko", elf({ sections: [{ name: ".data", bytes: "x" }] })));
    expect(relocationsOf(file, given(file.section(".data")))).toBeUndefined();
  });
});
