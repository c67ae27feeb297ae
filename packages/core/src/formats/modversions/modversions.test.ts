import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter, text } from "../../../test/build/byte-writer.ts";
import { damagedCopies, readDamaged } from "../../../test/build/damage.ts";
import type { Encoding } from "../../io/cursor.ts";
import { nameOf } from "../../model/names.ts";
import { type SectionBytes, sectionBytes } from "../elf/section-bytes.ts";
import { type CrcColumn, parseExtendedVersions, parseVersions } from "./modversions.ts";

const rows: Record<string, number> = { module_layout: 0xdeadbeef, ".printk": 1, kfree: 0 };

const section = (bytes: Uint8Array, encoding: Encoding): SectionBytes =>
  sectionBytes(bytes, "t.ko", 0x40, encoding);
const asRecord = ({ names, crcs }: CrcColumn): Record<string, number> =>
  Object.fromEntries(Array.from(crcs, (crc, row) => [nameOf(names, row), crc]));

function versions(encoding: Encoding): Uint8Array {
  const out = new ByteWriter(encoding);
  for (const [name, crc] of Object.entries(rows)) out.word(crc).field(name, 64 - encoding.wordSize);
  return out.done();
}

function extended(encoding: Encoding): [SectionBytes, SectionBytes] {
  const crcs = new ByteWriter(encoding);
  for (const crc of Object.values(rows)) crcs.u32(crc);
  const names = Object.keys(rows).map((name) => `${name}\0`);
  return [section(crcs.done(), encoding), section(text(names.join("")), encoding)];
}

describe("__versions", () => {
  test.each([
    { littleEndian: true, wordSize: 8 },
    { littleEndian: false, wordSize: 8 },
    { littleEndian: true, wordSize: 4 },
    { littleEndian: false, wordSize: 4 },
  ] as const)("%o", (encoding) => {
    expect(asRecord(parseVersions(section(versions(encoding), encoding), false))).toEqual(rows);
    expect(asRecord(parseExtendedVersions(...extended(encoding), false))).toEqual(rows);
  });

  const le = { littleEndian: true, wordSize: 8 } as const;

  test("powerpc drops one leading dot", () => {
    const undotted = { module_layout: 0xdeadbeef, printk: 1, kfree: 0 };
    expect(asRecord(parseVersions(section(versions(le), le), true))).toEqual(undotted);
    expect(asRecord(parseExtendedVersions(...extended(le), true))).toEqual(undotted);
  });

  test("a rest that is no entry is left out, as in the kernel", () => {
    const bytes = versions(le);
    expect(parseVersions(section(bytes.subarray(0, 190), le), false).names.count).toBe(2);
    expect(parseVersions(section(new Uint8Array(), le), false).names.count).toBe(0);
  });

  test("a CRC that no kernel can have is damage", () => {
    const bytes = versions(le);
    bytes[64 + 5] = 1;
    expect(parseVersions(section(versions(le), le), false).high).toBeUndefined();
    expect([...(parseVersions(section(bytes, le), false).high ?? [])]).toEqual([0, 0x100, 0]);
  });

  test("fewer names than CRCs is damage", () => {
    const [crcs] = extended(le);
    expect(() => parseExtendedVersions(crcs, section(text("a\0b\0c"), le), false)).toThrow(
      "t.ko at 0x44: 3 names expected, 2 found",
    );
  });

  test("damage is a FormatError or a value", async () => {
    const [crcs, names] = extended(le);
    const whole = versions(le);
    await fc.assert(
      fc.asyncProperty(
        damagedCopies(whole),
        damagedCopies(crcs.bytes),
        damagedCopies(names.bytes),
        async (a, b, c) => {
          await readDamaged(() => asRecord(parseVersions(section(a, le), true)));
          await readDamaged(() => asRecord(parseExtendedVersions(section(b, le), section(c, le), true)));
        },
      ),
    );
  });
});
