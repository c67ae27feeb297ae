import { describe, expect, test } from "vitest";
import { ByteWriter } from "../../../test/build/byte-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import { given } from "../../../test/build/given.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { openElf } from "../elf/elf.ts";
import type { Relocation } from "../elf/relocations.ts";
import { sectionBytes } from "../elf/section-bytes.ts";
import { readSymbolTable, symbolSection, type SymbolTable } from "../elf/symbols.ts";
import { displacedFunctions, entryPoints, moduleName, unlinkedFunctions } from "./this-module.ts";

async function table(): Promise<SymbolTable> {
  const symbols = [{ name: "init_module" }, { name: "cleanup_module" }, { name: "init_module2" }];
  const file = await openElf(bytesSource("t.ko", elf({ symbols })));
  return readSymbolTable(file, given(symbolSection(file)));
}

const relocation = (offset: number, addend?: number): Relocation => ({
  offset,
  symbolIndex: 1,
  type: 1,
  ...(addend !== undefined && { addend }),
});

describe("struct module of a module", () => {
  test("init and exit are where their relocations are", async () => {
    const relocations = [
      { offset: 1, symbolIndex: 3, type: 1 },
      { offset: 0x450, symbolIndex: 2, type: 1 },
      { offset: 0x138, symbolIndex: 1, type: 1 },
    ];
    expect(entryPoints(relocations, await table())).toEqual({ init: 0x138, exit: 0x450 });
    expect(entryPoints(relocations.slice(0, 1), await table())).toEqual({});
  });

  test("a relocation against no symbol is damage", async () => {
    const symbols = await table();
    expect(() => entryPoints([{ offset: 0, symbolIndex: 9, type: 1 }], symbols)).toThrow("symbol 9 wanted");
  });

  test("the name is the third word and after, up to MODULE_NAME_LEN", () => {
    for (const wordSize of [4, 8] as const) {
      const encoding = { littleEndian: true, wordSize };
      const length = 64 - wordSize;
      const bytes = new ByteWriter(encoding)
        .word(0)
        .word(0)
        .word(0)
        .field("v4l2loopback", length)
        .u8(0x41)
        .done();
      expect(moduleName(bytes, encoding)).toEqual({ name: "v4l2loopback", terminated: true });
      expect(moduleName(bytes.subarray(0, 20), encoding)).toBeUndefined();
      expect(moduleName(new Uint8Array(100), encoding)).toEqual({ name: "", terminated: true });
      expect(moduleName(new Uint8Array(100).fill(0x61), encoding)).toEqual({
        name: "a".repeat(length),
        terminated: false,
      });
    }
  });

  test("a function that nothing points to is told", async () => {
    const symbols = [{ name: "init_module", section: ".text" }, { name: "cleanup_module" }];
    const sections = [{ name: ".text", bytes: "abc" }];
    const file = await openElf(bytesSource("t.ko", elf({ symbols, sections })));
    const table = await readSymbolTable(file, given(symbolSection(file)));
    expect(unlinkedFunctions({}, table)).toEqual(["init"]);
    expect(unlinkedFunctions({ init: 0x138 }, table)).toEqual([]);
  });

  test("what is added to a function's address is told", () => {
    const encoding = { littleEndian: true, wordSize: 8 } as const;
    const bytes = new ByteWriter(encoding).word(0).word(7).done();
    const section = sectionBytes(bytes, "t.ko", 0x40, encoding);
    const found = { init: 0, exit: 8 };
    expect(displacedFunctions([relocation(0), relocation(8)], found, section)).toEqual(["exit"]);
    expect(displacedFunctions([relocation(0, 4), relocation(8, 0)], found, section)).toEqual(["init"]);
    expect(displacedFunctions([relocation(99)], { init: 99 }, section)).toEqual([]);
  });
});
