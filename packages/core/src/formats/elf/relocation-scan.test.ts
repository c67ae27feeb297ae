import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter } from "../../../test/build/byte-writer.ts";
import { damagedCopies, readDamaged } from "../../../test/build/damage.ts";
import { EM_386, EM_MIPS, EM_X86_64, SHT_REL, SHT_RELA } from "./constants.ts";
import type { ElfHeader } from "./header.ts";
import {
  type Expected,
  type RelocationFindings,
  type RelocationTable,
  scanRelocations,
  type Target,
} from "./relocation-scan.ts";
import { relocationRules } from "./relocation-types.ts";
import { sectionBytes } from "./section-bytes.ts";
import { viewOf } from "./word.ts";

interface Row {
  readonly offset: number | bigint;
  readonly symbol: number;
  readonly type: number;
}

const headers = [
  { bits: 64, littleEndian: true, e_machine: EM_X86_64 },
  { bits: 64, littleEndian: false, e_machine: EM_X86_64 },
  { bits: 64, littleEndian: true, e_machine: EM_MIPS },
  { bits: 32, littleEndian: true, e_machine: EM_386 },
  { bits: 32, littleEndian: false, e_machine: EM_386 },
] as const;
type Kind = (typeof headers)[number];

function header({ bits, littleEndian, e_machine }: Kind): ElfHeader {
  const encoding = { littleEndian, wordSize: bits === 64 ? 8 : 4 } as const;
  return {
    bits,
    classBits: bits,
    encoding,
    e_ident: new Uint8Array(16),
    e_machine,
    e_type: 1,
    e_version: 1,
    e_phoff: 0,
    e_ehsize: 64,
    e_phentsize: 0,
    e_phnum: 0,
    e_flags: 0,
    e_entry: 0n,
    e_shentsize: 64,
    e_shoff: 64,
    e_shnum: 9,
    e_shstrndx: 8,
  };
}

function rowBytes(kind: Kind, rows: readonly Row[], rela: boolean): Uint8Array {
  const out = new ByteWriter(header(kind).encoding);
  for (const { offset, symbol, type } of rows) {
    out.word(offset);
    if (kind.bits === 32) out.u32(symbol * 256 + type);
    else if (kind.e_machine === EM_MIPS) out.u32(symbol).u8(0).u8(0).u8(0).u8(type);
    else out.u64((BigInt(symbol) << 32n) | BigInt(type));
    if (rela) out.word(0);
  }
  return out.done();
}

function tableOf(kind: Kind, bytes: Uint8Array, rela = true): RelocationTable {
  const section = {
    index: 5,
    name: ".rela.text",
    sh_type: rela ? SHT_RELA : SHT_REL,
    sh_flags: 0,
    sh_addr: 0n,
    sh_offset: 0,
    sh_size: bytes.length,
    sh_link: 6,
    sh_info: 1,
    sh_addralign: 8,
  };
  const data = sectionBytes(bytes, "t.ko", 0, header(kind).encoding);
  return { data, at: 0, length: bytes.length, section, first: 100 };
}

const usual = new Uint8Array(64);
usual[1] = 1;
usual[2] = 1;
const expected: Expected = { usual, lowest: 0, symbols: 10, width: 4, ordered: true };

function scan(
  kind: Kind,
  rows: readonly Row[],
  target: Target = { size: 64, zeroAt: 0 },
  rela = true,
): RelocationFindings {
  const found: RelocationFindings = { unusual: [], againstNothing: [] };
  scanRelocations(
    tableOf(kind, rowBytes(kind, rows, rela), rela),
    { header: header(kind), target, expected },
    found,
  );
  return found;
}

const sound: readonly Row[] = [
  { offset: 0, symbol: 0, type: 1 },
  { offset: 8, symbol: 9, type: 2 },
  { offset: 60, symbol: 1, type: 1 },
];

describe.each(headers)("a table of $bits bits, machine $e_machine, little-endian: $littleEndian", (kind) => {
  test.each([true, false])("that is as it should be says nothing, RELA: %s", (rela) => {
    expect(scan(kind, sound, { size: 64, zeroAt: 0 }, rela)).toEqual({ unusual: [], againstNothing: [] });
  });

  test("the first of each unusual type is noted with its place", () => {
    const rows = [
      { offset: 4, symbol: 3, type: 41 },
      { offset: 8, symbol: 4, type: 41 },
      { offset: 12, symbol: 5, type: 42 },
    ];
    expect(scan(kind, [...sound.slice(0, 1), ...rows]).unusual).toEqual([
      { section: 5, index: 101, type: 41, symbolIndex: 3, offset: 4 },
      { section: 5, index: 103, type: 42, symbolIndex: 5, offset: 12 },
    ]);
  });

  test("symbols and places that are not there", () => {
    const rows = [
      { offset: 4, symbol: 10, type: 1 },
      { offset: 61, symbol: 1, type: 1 },
    ];
    const found = scan(kind, rows);
    expect(found.symbolOutside).toMatchObject({ index: 100, symbolIndex: 10 });
    expect(found.outside).toMatchObject({ index: 101, offset: 61 });
    expect(scan(kind, sound, { size: 2, zeroAt: 0 }).outside).toMatchObject({ index: 100 });
  });

  test("a place that is relocated twice, unless by nothing", () => {
    const rows = [
      { offset: 8, symbol: 1, type: 1 },
      { offset: 8, symbol: 1, type: 0 },
      { offset: 12, symbol: 1, type: 1 },
    ];
    expect(scan(kind, rows).disordered).toBeUndefined();
    expect(scan(kind, [...rows, ...rows]).disordered).toMatchObject({ index: 103, offset: 8 });
  });

  test("a place that is not zero", () => {
    const bytes = new Uint8Array(64);
    bytes[11] = 1;
    const target = { size: 64, zeroAt: 0, zero: viewOf(bytes) };
    expect(scan(kind, sound, target).notZero).toMatchObject({ index: 101, offset: 8 });
    expect(scan(kind, [{ offset: 8, symbol: 1, type: 0 }], target).notZero).toBeUndefined();
  });

  test("whatever a table holds, nothing is thrown", async () => {
    const target = { size: 64, zeroAt: 0, zero: viewOf(new Uint8Array(64)) };
    await fc.assert(
      fc.asyncProperty(damagedCopies(rowBytes(kind, sound, true)), (bytes) =>
        readDamaged(async () => {
          const found = { unusual: [], againstNothing: [] };
          scanRelocations(tableOf(kind, bytes), { header: header(kind), target, expected }, found);
        }),
      ),
    );
  });
});

test("an offset above 4 GiB is outside", () => {
  const row = { offset: 1n << 32n, symbol: 1, type: 1 };
  expect(scan(headers[0], [row]).outside).toMatchObject({ offset: 2 ** 32 });
});

test("machines that nobody looked at have no rules", () => {
  expect(relocationRules(62)?.usual[4]).toBe(1);
  expect(relocationRules(62)?.usual[42]).toBe(0);
  expect(relocationRules(258)).toBeUndefined();
});
