import { describe, expect, test } from "vitest";
import { elf, type ElfSpec } from "../../../test/build/elf-writer.ts";
import { given } from "../../../test/build/given.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import { nameOf } from "../../model/names.ts";
import { EM_386, EM_PPC64, EM_X86_64, SHN_ABS, SHN_COMMON, SHN_LIVEPATCH } from "./constants.ts";
import { openElf } from "./elf.ts";
import { stringAt } from "./strings.ts";
import { readSymbolTable, symbolAt, symbolSection, type SymbolTable } from "./symbols.ts";
import { namesInBounds, undefinedSymbols } from "./undefined-symbols.ts";

async function tableOf(spec: ElfSpec): Promise<SymbolTable> {
  const file = await openElf(bytesSource("t.ko", elf(spec)));
  return readSymbolTable(file, given(symbolSection(file)));
}

const namesIn = (table: SymbolTable, machine = EM_X86_64): string[] => {
  const { names } = undefinedSymbols(table, { e_machine: machine, e_shnum: 9 });
  return Array.from({ length: names.count }, (_, row) => nameOf(names, row));
};

const encodings = [
  { bits: 64, littleEndian: true },
  { bits: 64, littleEndian: false },
  { bits: 32, littleEndian: true },
  { bits: 32, littleEndian: false },
] as const;

describe("symbols", () => {
  test.each(encodings)("$bits bits, little-endian: $littleEndian", async (encoding) => {
    const table = await tableOf({
      ...encoding,
      sections: [{ name: ".text", bytes: "code" }],
      symbols: [
        { name: "printk" },
        { name: "f", section: ".text", value: 3 },
        { name: "here", section: ".text", binding: "local" },
        { name: "perhaps", binding: "weak" },
        { name: "__crc_f", section: "absolute", value: 0xdeadbeef },
      ],
    });
    expect(table.count).toBe(6);
    expect(stringAt(table.strings, symbolAt(table, 1).st_name)).toBe("here");
    expect(symbolAt(table, 3)).toMatchObject({ st_value: 3n, st_shndx: 1 });
    expect(symbolAt(table, 5)).toMatchObject({ st_value: 0xdeadbeefn, st_shndx: SHN_ABS });
    const found = undefinedSymbols(table, { e_machine: EM_X86_64, e_shnum: 9 });
    expect(namesIn(table)).toEqual(["printk", "perhaps"]);
    expect([...found.symbolIndex]).toEqual([2, 4]);
    expect([...found.weak]).toEqual([0, 1]);
    expect(namesInBounds(table)).toBe(true);
  });

  test("an index that the table does not have is damage", async () => {
    const table = await tableOf({ symbols: [{ name: "a" }] });
    expect(() => symbolAt(table, 2)).toThrow("symbol 2 wanted, the table has 2");
  });

  test("a name outside of the strings is damage, of an undefined symbol alone", async () => {
    const table = await tableOf({ symbols: [{ name: "a" }, { name: "b", section: "absolute" }] });
    table.entries.view.setUint32(48, 1000, true);
    expect(namesInBounds(table)).toBe(false);
    expect(namesIn(table)).toEqual(["a"]);
    table.entries.view.setUint32(24, 1000, true);
    expect(() => namesIn(table)).toThrow(FormatError);
  });

  test("a symbol table without strings is damage", async () => {
    const file = await openElf(bytesSource("t.ko", elf({ symbols: [{ name: "a" }] })));
    const section = { ...given(symbolSection(file)), sh_link: 99 };
    await expect(readSymbolTable(file, section)).rejects.toThrow("expected in sh_link, 99 found");
  });

  test("x86 wants no global offset table", async () => {
    const table = await tableOf({
      symbols: [{ name: "_GLOBAL_OFFSET_TABLE_" }, { name: "_GLOBAL_OFFSET_TABLE_2" }],
    });
    expect(namesIn(table, EM_X86_64)).toEqual(["_GLOBAL_OFFSET_TABLE_2"]);
    expect(namesIn(table, EM_386)).toEqual(["_GLOBAL_OFFSET_TABLE_2"]);
    expect(namesIn(table, 183)).toHaveLength(2);
  });

  test("powerpc drops one dot, and its .TOC.", async () => {
    const table = await tableOf({
      symbols: [{ name: ".printk" }, { name: ".TOC." }, { name: "..b" }, { name: "c" }],
    });
    expect(namesIn(table, EM_PPC64)).toEqual(["printk", ".b", "c"]);
    expect(namesIn(table)).toEqual([".printk", ".TOC.", "..b", "c"]);
  });

  test("common symbols are told", async () => {
    const table = await tableOf({ symbols: [{ name: "a" }, { name: "b" }] });
    expect(undefinedSymbols(table, { e_machine: EM_X86_64, e_shnum: 9 }).common).toBeUndefined();
    // st_shndx of symbol 2
    table.entries.view.setUint16(48 + 6, SHN_COMMON, true);
    expect(undefinedSymbols(table, { e_machine: EM_X86_64, e_shnum: 9 }).common).toEqual([2]);
    expect(namesIn(table)).toEqual(["a"]);
  });

  test("a common symbol of link-time optimisation is none", async () => {
    const table = await tableOf({ symbols: [{ name: "__gnu_lto_slim" }] });
    table.entries.view.setUint16(24 + 6, SHN_COMMON, true);
    expect(undefinedSymbols(table, { e_machine: EM_X86_64, e_shnum: 9 }).common).toBeUndefined();
  });

  test("symbols in a section that is not there are told, those of livepatch are not", async () => {
    const table = await tableOf({ symbols: [{ name: "a" }, { name: "b" }, { name: "c" }] });
    for (const [index, shndx] of [SHN_LIVEPATCH, 9, 500].entries()) {
      table.entries.view.setUint16((index + 1) * 24 + 6, shndx, true);
    }
    expect(undefinedSymbols(table, { e_machine: EM_X86_64, e_shnum: 9 }).homeless).toEqual([
      { symbolIndex: 2, symbol: "b", section: 9 },
      { symbolIndex: 3, symbol: "c", section: 500 },
    ]);
  });

  test("a name outside of the strings is damage, or left out", async () => {
    const table = await tableOf({ symbols: [{ name: "a" }, { name: "b" }] });
    table.entries.view.setUint32(24, 1 << 20, true);
    const header = { e_machine: EM_X86_64, e_shnum: 9 };
    expect(() => undefinedSymbols(table, header)).toThrow(FormatError);
    const found = undefinedSymbols(table, header, "skip");
    expect(found.nameless).toEqual([1]);
    expect(nameOf(found.names, 0)).toBe("b");
  });
});
