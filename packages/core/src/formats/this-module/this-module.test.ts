import { describe, expect, test } from "vitest";
import { ByteWriter } from "../../../test/build/byte-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import { given } from "../../../test/build/given.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { openElf } from "../elf/elf.ts";
import { readSymbolTable, symbolSection, type SymbolTable } from "../elf/symbols.ts";
import { entryPoints, moduleName } from "./this-module.ts";

async function table(): Promise<SymbolTable> {
  const symbols = [{ name: "init_module" }, { name: "cleanup_module" }, { name: "init_module2" }];
  const file = await openElf(bytesSource("t.ko", elf({ symbols })));
  return readSymbolTable(file, given(symbolSection(file)));
}

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

  test("the name is the third word and after", () => {
    for (const wordSize of [4, 8] as const) {
      const encoding = { littleEndian: true, wordSize };
      const bytes = new ByteWriter(encoding).word(0).word(0).word(0).field("v4l2loopback", 40).done();
      expect(moduleName(bytes, encoding)).toBe("v4l2loopback");
      expect(moduleName(bytes.subarray(0, 20), encoding)).toBeUndefined();
      expect(moduleName(new Uint8Array(80), encoding)).toBeUndefined();
      expect(moduleName(new Uint8Array(80).fill(0xff), encoding)).toBeUndefined();
    }
  });
});
