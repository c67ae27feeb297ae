import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { damagedCopies, readDamaged } from "../../../test/build/damage.ts";
import { sectionBytes } from "../elf/section-bytes.ts";
import { allValues, firstValue, parseModinfo } from "./modinfo.ts";

const section = (bytes: Uint8Array): Parameters<typeof parseModinfo>[0] =>
  sectionBytes(bytes, "t.ko", 0x40, { littleEndian: true, wordSize: 8 });
const parse = (value: string): ReturnType<typeof parseModinfo> => parseModinfo(section(text(value)));

describe("modinfo", () => {
  test("entries in their order, with any number of NULs between", () => {
    expect(parse("name=t\0\0\0vermagic=6.1 SMP \0\0author=Jörg\0parm=a:b=c\0alias=\0")).toEqual([
      ["name", "t"],
      ["vermagic", "6.1 SMP "],
      ["author", "Jörg"],
      ["parm", "a:b=c"],
      ["alias", ""],
    ]);
    expect(parse("")).toEqual([]);
    expect(parse("\0\0")).toEqual([]);
  });

  test("a string without = has no tag, for the kernel too", () => {
    expect(parse("nonsense\0name=t\0")).toEqual([["name", "t"]]);
  });

  test("the first of equal tags is the kernel's, all may be asked for", () => {
    const entries = parse("license=GPL\0import_ns=A\0license=Proprietary\0import_ns=B\0");
    expect(firstValue(entries, "license")).toBe("GPL");
    expect(firstValue(entries, "name")).toBeUndefined();
    expect(allValues(entries, "import_ns")).toEqual(["A", "B"]);
  });

  test("an end without NUL is told with its offset in the file", () => {
    expect(() => parse("name=t\0licen")).toThrow("t.ko at 0x47: string is not NUL-terminated");
  });

  test("damage is a FormatError or a value", async () => {
    await fc.assert(
      fc.asyncProperty(damagedCopies(text("name=t\0license=GPL\0")), (bytes) =>
        readDamaged(() => parseModinfo(section(bytes))),
      ),
    );
  });
});
