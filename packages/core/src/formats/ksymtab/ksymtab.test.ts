import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { damagedCopies, readDamaged } from "../../../test/build/damage.ts";
import { elf, type ElfSpec } from "../../../test/build/elf-writer.ts";
import { type ExportLayout, exportParts, type ExportSpec } from "../../../test/build/export-writer.ts";
import { ByteWriter } from "../../../test/build/byte-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { ET_EXEC } from "../elf/constants.ts";
import { openElf } from "../elf/elf.ts";
import { type KernelSymbol, readKsymtab } from "./ksymtab.ts";

const exports: ExportSpec[] = [
  { symbol: "alpha", table: "__ksymtab", crc: 0x11111111 },
  { symbol: "beta", table: "__ksymtab", crc: 0xffffffff, namespace: "NS" },
  { symbol: "gamma", table: "__ksymtab_gpl", crc: 3, namespace: "module:a,b" },
];
const read: KernelSymbol[] = [
  { symbol: "alpha", gplOnly: false, crc: 0x11111111 },
  { symbol: "beta", gplOnly: false, crc: 0xffffffff, namespace: "NS" },
  { symbol: "gamma", gplOnly: true, crc: 3, namespace: "module:a,b" },
];

const encodings = [
  { bits: 64, littleEndian: true },
  { bits: 64, littleEndian: false },
  { bits: 32, littleEndian: true },
  { bits: 32, littleEndian: false },
] as const;

function moduleWith(rows: readonly ExportSpec[], layout: ExportLayout, spec: ElfSpec): Uint8Array {
  const encoding = { littleEndian: spec.littleEndian ?? true, wordSize: spec.bits === 32 ? 4 : 8 } as const;
  const parts = exportParts(rows, layout, encoding);
  const sections = [
    { name: ".text", bytes: new Uint8Array(64) },
    ...parts.sections,
    ...(spec.sections ?? []),
  ];
  return elf({ ...spec, ...parts, sections });
}

const ksymtab = async (file: Uint8Array): Promise<KernelSymbol[]> =>
  readKsymtab(await openElf(bytesSource("t.ko", file)));

describe("exports of a module", () => {
  test.each(encodings)("every layout, $bits bits, little-endian: $littleEndian", async (encoding) => {
    for (const fieldSize of encoding.bits === 64 ? ([4, 8] as const) : ([4] as const)) {
      for (const crcs of ["literal", "absolute", "in-section"] as const) {
        for (const rela of [true, false]) {
          const file = moduleWith(exports, { fieldSize, fields: 3, crcs }, { ...encoding, rela });
          expect(await ksymtab(file)).toEqual(read);
        }
      }
    }
  });

  test("before v5.4 there are no namespaces, and six entries look like four longer ones", async () => {
    const rows = ["a", "b", "c", "d", "e", "f"].map((symbol) => ({ symbol, table: "__ksymtab" }));
    for (const fieldSize of [4, 8] as const) {
      const file = moduleWith(rows, { fieldSize, fields: 2 }, {});
      expect(await ksymtab(file)).toEqual(rows.map(({ symbol }) => ({ symbol, gplOnly: false })));
    }
  });

  test("up to v5.11 there are five tables", async () => {
    const rows = ["", "_gpl", "_gpl_future", "_unused", "_unused_gpl"].map((suffix) => ({
      symbol: `s${suffix}`,
      table: `__ksymtab${suffix}`,
      crc: 7,
    }));
    const file = moduleWith(rows, { fieldSize: 4, fields: 3, crcs: "absolute" }, {});
    expect((await ksymtab(file)).map(({ symbol, gplOnly }) => [symbol, gplOnly])).toEqual([
      ["s", false],
      ["s_gpl", true],
      ["s_gpl_future", false],
      ["s_unused", false],
      ["s_unused_gpl", true],
    ]);
  });

  test("since v7.1 flags tell what is GPL-only", async () => {
    const rows = ["a", "b", "c"].map((symbol) => ({ symbol, table: "__ksymtab" }));
    const flags = (bytes: number[]): Promise<KernelSymbol[]> =>
      ksymtab(
        moduleWith(
          rows,
          { fieldSize: 4, fields: 3 },
          { sections: [{ name: "__kflagstab", bytes: Uint8Array.from(bytes) }] },
        ),
      );
    expect((await flags([0, 1, 2])).map(({ gplOnly }) => gplOnly)).toEqual([false, true, false]);
    await expect(flags([0, 1])).rejects.toThrow("3 flags expected, 2 found");
  });

  test("a symbol whose CRC could not be computed has 0; one without a table of CRCs has none", async () => {
    const rows = [{ symbol: "a", table: "__ksymtab" }];
    const parts = exportParts(
      rows,
      { fieldSize: 4, fields: 3, crcs: "absolute" },
      { littleEndian: true, wordSize: 8 },
    );
    const symbols = parts.symbols.map((s) =>
      s.name === "__crc_a" ? { name: s.name, binding: "weak" as const } : s,
    );
    const sections = [{ name: ".text", bytes: "code" }, ...parts.sections];
    expect(await ksymtab(elf({ ...parts, symbols, sections }))).toEqual([
      { symbol: "a", gplOnly: false, crc: 0 },
    ]);
    expect(await ksymtab(moduleWith(rows, { fieldSize: 4, fields: 3 }, {}))).toEqual([
      { symbol: "a", gplOnly: false },
    ]);
  });

  test("a module that exports nothing has none", async () => {
    expect(await ksymtab(elf({ sections: [{ name: ".text", bytes: "x" }] }))).toEqual([]);
  });

  test("a table without strings, symbols or relocations is damage", async () => {
    const table = { name: "__ksymtab", bytes: new Uint8Array(12) };
    const strings = { name: "__ksymtab_strings", bytes: "a\0" };
    const linked = elf({ sections: [table], type: 2 });
    await expect(ksymtab(linked)).rejects.toThrow("__ksymtab_strings expected");
    await expect(ksymtab(elf({ sections: [table, strings], symtab: false }))).rejects.toThrow(
      "a symbol table expected",
    );
    await expect(ksymtab(elf({ sections: [table, strings] }))).rejects.toThrow(
      "names point into the strings expected",
    );
  });

  test("a module whose strings are elsewhere is read by its symbols", async () => {
    const sections = [{ name: "__ksymtab_gpl", bytes: new Uint8Array(12) }];
    const symbols = [
      { name: "__ksymtab_a", section: "__ksymtab_gpl" },
      { name: "b", section: "__ksymtab_gpl" },
    ];
    expect(await ksymtab(elf({ sections, symbols }))).toEqual([{ symbol: "a", gplOnly: true }]);
  });

  test("fewer CRCs than exports is damage", async () => {
    const sections = [{ name: "__kcrctab", bytes: new Uint8Array(5) }];
    const file = moduleWith([{ symbol: "a", table: "__ksymtab" }], { fieldSize: 4, fields: 3 }, { sections });
    await expect(ksymtab(file)).rejects.toThrow("1 CRCs expected, 5 bytes found");
  });

  test.each(encodings)(
    "damage is a FormatError or a value, $bits bits, little-endian: $littleEndian",
    async (spec) => {
      const good = moduleWith(
        exports,
        { fieldSize: 4, fields: 3, crcs: "in-section" },
        { ...spec, rela: spec.bits === 64 },
      );
      await fc.assert(
        fc.asyncProperty(damagedCopies(good), (bytes) => readDamaged(() => ksymtab(bytes))),
        { numRuns: 300 },
      );
    },
  );
});

describe("exports of a vmlinux", () => {
  const names = "alpha\0beta\0NS\0\0";
  const at = { alpha: 0, beta: 6, ns: 11, none: 14 };
  const STRINGS = 0x20000n;
  const TABLE = 0x10000n;
  const fieldsOf = [at.alpha, at.none, at.beta, at.ns];

  function vmlinux(how: {
    bits: 32 | 64;
    littleEndian: boolean;
    relative: boolean;
    throughDistances: boolean;
  }): Uint8Array {
    const encoding = { littleEndian: how.littleEndian, wordSize: how.bits === 32 ? 4 : 8 } as const;
    const table = new ByteWriter(encoding);
    const pointer = (to: bigint): void => {
      if (how.relative) table.u32(Number(BigInt.asUintN(32, to - (TABLE + BigInt(table.length)))));
      else table.word(to);
    };
    for (const row of [0, 1]) {
      pointer(0x1000n);
      pointer(STRINGS + BigInt(fieldsOf[row * 2] ?? 0));
      pointer(STRINGS + BigInt(fieldsOf[row * 2 + 1] ?? 0));
    }
    const crcs = new ByteWriter(encoding);
    const values = new ByteWriter(encoding).u32(0x12345678).u32(0x9abcdef0).done();
    if (how.throughDistances) crcs.u32(0x2000 + 0).u32(0x2000 + 4 - 4);
    else crcs.bytes(values);
    return elf({
      ...how,
      type: ET_EXEC,
      sections: [
        { name: "__ksymtab", bytes: table.done(), address: TABLE },
        { name: "__kcrctab", bytes: crcs.done(), address: 0x18000n },
        { name: ".rodata", bytes: values, address: 0x1a000n },
        { name: "__ksymtab_strings", bytes: names, address: STRINGS },
      ],
    });
  }

  test.each(encodings)(
    "addresses and distances, $bits bits, little-endian: $littleEndian",
    async (encoding) => {
      for (const relative of [true, false]) {
        for (const throughDistances of [true, false]) {
          expect(await ksymtab(vmlinux({ ...encoding, relative, throughDistances }))).toEqual([
            { symbol: "alpha", gplOnly: false, crc: 0x12345678 },
            { symbol: "beta", gplOnly: false, crc: 0x9abcdef0, namespace: "NS" },
          ]);
        }
      }
    },
  );
});
