import { describe, expect, test } from "vitest";
import { elf, type ElfSpec } from "../../../test/build/elf-writer.ts";
import { given } from "../../../test/build/given.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { EM_AARCH64, EM_ARM, EM_PPC64, EM_X86_64 } from "./constants.ts";
import { applyDataRelocations } from "./data-relocations.ts";
import { openElf } from "./elf.ts";
import { viewOf } from "./word.ts";

async function relocated(spec: ElfSpec, size = 16): Promise<DataView> {
  const file = await openElf(
    bytesSource(
      "t.ko",
      elf({
        symbols: [{ name: "strings", section: ".debug_str", value: 0x100 }],
        ...spec,
        sections: [
          { name: ".debug_info", bytes: new Uint8Array(size) },
          { name: ".debug_str", bytes: "" },
        ],
      }),
    ),
  );
  const section = given(file.section(".debug_info"));
  // As a reader does it: what is read is not written to.
  const bytes = Uint8Array.from((await file.read(section)).bytes);
  await applyDataRelocations(file, section, bytes);
  return viewOf(bytes);
}

const at = (offset: number, type: number, addend = 0x23): NonNullable<ElfSpec["relocations"]>[number] => ({
  in: ".debug_info",
  offset,
  symbol: "strings",
  type,
  addend,
});

describe("offsets that relocations tell", () => {
  test.each([
    { littleEndian: true, machine: EM_X86_64, narrow: 10, wide: 1 },
    { littleEndian: true, machine: EM_AARCH64, narrow: 258, wide: 257 },
    { littleEndian: false, machine: EM_PPC64, narrow: 1, wide: 38 },
  ])("in machine $machine", async ({ littleEndian, machine, narrow, wide }) => {
    const view = await relocated({ littleEndian, machine, relocations: [at(0, narrow), at(8, wide)] });
    expect(view.getUint32(0, littleEndian)).toBe(0x123);
    expect(view.getUint32(4, littleEndian)).toBe(0);
    expect(view.getBigUint64(8, littleEndian)).toBe(0x123n);
  });

  test("below zero, as they may be for a moment", async () => {
    const view = await relocated({ relocations: [at(0, 1, -0x101), at(8, 10, -0x101)] });
    expect(view.getBigInt64(0, true)).toBe(-1n);
    expect(view.getInt32(8, true)).toBe(-1);
    expect(view.getInt32(12, true)).toBe(0);
  });

  test("with the addend in their place", async () => {
    const spec = { bits: 32, machine: EM_ARM, rela: false } as const;
    expect((await relocated({ ...spec, relocations: [at(4, 2)] })).getUint32(4, true)).toBe(0x123);
  });

  test("of other types are left alone, and outside they are damage", async () => {
    expect((await relocated({ relocations: [at(0, 2)] })).getUint32(0, true)).toBe(0);
    await expect(relocated({ relocations: [at(13, 10)] })).rejects.toThrow("at 13 of a section of 16 bytes");
    await expect(relocated({ machine: 9999, relocations: [at(0, 1)] })).rejects.toThrow("machine 9999");
  });
});
