import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter } from "../../../test/build/byte-writer.ts";
import { damagedCopies, readDamaged } from "../../../test/build/damage.ts";
import { EM_386, EM_ARM, EM_MIPS, EM_X86_64, SHT_REL, SHT_RELA } from "./constants.ts";
import type { ElfHeader } from "./header.ts";
import { noFindings, type RelocationFindings, type Target } from "./relocation-findings.ts";
import { scanRelocations } from "./relocation-scan.ts";
import type { RelocationTable } from "./relocation-table.ts";
import { BRANCH, IDLE, relocationRules, type RelocationRules, TRACES } from "./relocation-types.ts";
import { sectionBytes } from "./section-bytes.ts";
import { IMPORT, LOW, NOTHING, ROOMLESS, TRACER, UNLOADED, WEAK } from "./symbol-marks.ts";
import { viewOf } from "./word.ts";

interface Row {
  readonly offset: number | bigint;
  readonly symbol: number;
  readonly type: number;
  readonly addend?: number | bigint;
}

const headers = [
  { bits: 64, littleEndian: true, e_machine: EM_X86_64 },
  { bits: 64, littleEndian: false, e_machine: EM_X86_64 },
  { bits: 64, littleEndian: true, e_machine: EM_MIPS },
  { bits: 32, littleEndian: true, e_machine: EM_386 },
  { bits: 32, littleEndian: false, e_machine: EM_386 },
] as const;
type Kind = Pick<ElfHeader, "bits" | "e_machine"> & { readonly littleEndian: boolean };

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
  for (const { offset, symbol, type, addend = 0 } of rows) {
    out.word(offset);
    if (kind.bits === 32) out.u32(symbol * 256 + type);
    else if (kind.e_machine === EM_MIPS) out.u32(symbol).u8(0).u8(0).u8(0).u8(type);
    else out.u64((BigInt(symbol) << 32n) | BigInt(type));
    if (rela) out.word(addend);
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

// Types 1 and 2 write four bytes, 3 is a branch and may be one to the tracer, 4 writes eight bytes, 5 does nothing.
const kinds = new Uint8Array(64);
kinds.set([0, 4, 4, 4 | BRANCH | TRACES, 8, 1 | IDLE]);
const rules: RelocationRules = {
  kinds,
  calls: [3],
  nothing: [0],
  straight: 0,
  width: 4,
  once: true,
  zeros: true,
  cuts: false,
  halves: false,
  inPlace: false,
};
const marks = new Uint8Array(20);
marks.set([IMPORT, TRACER, WEAK, NOTHING, LOW, UNLOADED, ROOMLESS], 10);
const nothing: Target = { index: 1, size: 64, code: true, at: 0 };

function scan(kind: Kind, rows: readonly Row[], target: Target = nothing, rela = true): RelocationFindings {
  const found = noFindings();
  const table = tableOf(kind, rowBytes(kind, rows, rela), rela);
  scanRelocations(table, { header: header(kind), target, rules, marks }, found);
  return found;
}

const sound: readonly Row[] = [
  { offset: 0, symbol: 0, type: 1 },
  { offset: 8, symbol: 9, type: 2 },
  { offset: 60, symbol: 1, type: 1 },
];

describe.each(headers)("a table of $bits bits, machine $e_machine, little-endian: $littleEndian", (kind) => {
  test.each([true, false])("that is as it should be says nothing, RELA: %s", (rela) => {
    expect(scan(kind, sound, nothing, rela)).toEqual(noFindings());
  });

  test("the first of each unusual type is noted with its place", () => {
    const addend = kind.bits === 64 ? { addend: 0 } : {};
    const rows = [
      { offset: 4, symbol: 3, type: 41 },
      { offset: 8, symbol: 4, type: 41 },
      { offset: 12, symbol: 5, type: 42 },
    ];
    expect(scan(kind, [...sound.slice(0, 1), ...rows]).unusual).toEqual([
      { section: 5, index: 101, type: 41, symbolIndex: 3, offset: 4, ...addend },
      { section: 5, index: 103, type: 42, symbolIndex: 5, offset: 12, ...addend },
    ]);
  });

  test("symbols and places that are not there", () => {
    const rows = [
      { offset: 4, symbol: 20, type: 1 },
      { offset: 61, symbol: 1, type: 1 },
    ];
    const found = scan(kind, rows);
    expect(found.symbolOutside).toMatchObject({ index: 100, symbolIndex: 20 });
    expect(found.outside).toMatchObject({ index: 101, offset: 61 });
    expect(scan(kind, sound, { ...nothing, size: 2 }).outside).toMatchObject({ index: 100 });
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
    const target = { ...nothing, zero: viewOf(bytes) };
    expect(scan(kind, sound, target).notZero).toMatchObject({ index: 101, offset: 8 });
    expect(scan(kind, [{ offset: 8, symbol: 1, type: 0 }], target).notZero).toBeUndefined();
  });

  test("a place that ends outside, and what of it is inside", () => {
    const last = { offset: 58, symbol: 1, type: 4 };
    expect(scan(kind, [last]).outside).toMatchObject({ offset: 58 });
    expect(scan(kind, [{ ...last, type: 1 }]).outside).toBeUndefined();
    const bytes = new Uint8Array(64);
    expect(scan(kind, [last], { ...nothing, zero: viewOf(bytes) }).notZero).toBeUndefined();
    bytes[63] = 1;
    expect(scan(kind, [last], { ...nothing, zero: viewOf(bytes) }).notZero).toMatchObject({ offset: 58 });
  });

  test("the second half of eight bytes has to be zero too", () => {
    const bytes = new Uint8Array(64);
    bytes[12] = 1;
    const target = { ...nothing, zero: viewOf(bytes) };
    expect(scan(kind, [{ offset: 8, symbol: 1, type: 4 }], target).notZero).toMatchObject({ offset: 8 });
    expect(scan(kind, [{ offset: 8, symbol: 1, type: 1 }], target).notZero).toBeUndefined();
  });

  test("what is against a symbol that is no address", () => {
    const all = { type: 1, offset: 8 };
    expect(scan(kind, [{ ...all, symbol: 13 }]).againstNothing).toMatchObject([{ symbolIndex: 13 }]);
    expect(scan(kind, [{ ...all, symbol: 15 }]).unloaded).toMatchObject([{ symbolIndex: 15 }]);
    expect(scan(kind, [{ ...all, symbol: 16 }]).roomless).toMatchObject([{ symbolIndex: 16 }]);
    expect(scan(kind, [{ ...all, symbol: 13, type: 5 }])).toEqual(noFindings());
  });

  test("what may be at address 0 is called, or used otherwise", () => {
    const found = scan(kind, [
      { offset: 0, symbol: 12, type: 3 },
      { offset: 8, symbol: 14, type: 3 },
      { offset: 16, symbol: 14, type: 1 },
    ]);
    expect([...found.called.keys()]).toEqual([12, 14]);
    expect([...found.taken]).toEqual([14]);
  });

  test("calls of the tracer are counted", () => {
    const rows = [
      { offset: 4, symbol: 11, type: 3 },
      { offset: 20, symbol: 11, type: 3 },
      { offset: 28, symbol: 11, type: 1 },
    ];
    expect(scan(kind, rows).traced).toEqual({ count: 2, sum: 2 * 0x1_0001 + 24 });
  });

  test("what writes nothing, in code", () => {
    const row = { offset: 8, symbol: 1, type: 0 };
    expect(scan(kind, [row]).nothing).toMatchObject({ offset: 8 });
    expect(scan(kind, [row], { ...nothing, code: false })).toEqual(noFindings());
  });

  test("whatever a table holds, nothing is thrown", async () => {
    const target = { ...nothing, zero: viewOf(new Uint8Array(64)) };
    await fc.assert(
      fc.asyncProperty(damagedCopies(rowBytes(kind, sound, true)), (bytes) =>
        readDamaged(async () => {
          scanRelocations(tableOf(kind, bytes), { header: header(kind), target, rules, marks }, noFindings());
        }),
      ),
    );
  });
});

test("an offset above 4 GiB is outside", () => {
  const row = { offset: 1n << 32n, symbol: 1, type: 1 };
  expect(scan(headers[0], [row]).outside).toMatchObject({ offset: 2 ** 32 });
});

describe("addends", () => {
  const [wide, wideBig] = headers;

  test("of more than 32 bits are far", () => {
    for (const kind of [wide, wideBig]) {
      expect(scan(kind, [{ offset: 8, symbol: 1, type: 1, addend: 1n << 32n }]).far).toMatchObject([
        { addend: 2 ** 32 },
      ]);
      expect(scan(kind, [{ offset: 8, symbol: 1, type: 1, addend: -(1n << 31n) }])).toEqual(noFindings());
    }
  });

  test("of a branch lead beside what is imported, and into what is not", () => {
    const branch = { offset: 8, symbol: 10, type: 3, addend: 4 };
    expect(scan(wide, [branch]).beside).toMatchObject({ addend: 4 });
    expect(scan(wide, [{ ...branch, addend: 1n << 40n }]).beside).toMatchObject({ addend: 2 ** 40 });
    expect(scan(wide, [{ ...branch, symbol: 1 }])).toEqual(noFindings());
    expect(scan(wide, [{ ...branch, type: 1 }])).toEqual(noFindings());
  });

  test("in the section are those of the instruction", () => {
    const bytes = new Uint8Array(64);
    const view = viewOf(bytes);
    const arm = { bits: 32, littleEndian: true, e_machine: EM_ARM } as const;
    const found = noFindings();
    const armRules = relocationRules(EM_ARM);
    if (!armRules) throw new TypeError("rules of ARM");
    const rows = [
      { offset: 8, symbol: 10, type: 28 },
      { offset: 12, symbol: 10, type: 28 },
    ];
    view.setUint32(8, 0xebff_fffe, true);
    view.setUint32(12, 0xebff_ffff, true);
    const target = { ...nothing, instructions: view };
    const table = tableOf(arm, rowBytes(arm, rows, false), false);
    scanRelocations(table, { header: header(arm), target, rules: armRules, marks }, found);
    expect(found.beside).toMatchObject({ offset: 12 });
  });
});

test("machines that nobody looked at have no rules", () => {
  expect(relocationRules(62)?.kinds[4]).toBe(4 | BRANCH | TRACES);
  expect(relocationRules(62)?.kinds[42]).toBe(0);
  expect(relocationRules(258)).toBeUndefined();
});
