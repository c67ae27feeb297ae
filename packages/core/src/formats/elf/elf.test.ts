import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { damagedCopies, readDamaged } from "../../../test/build/damage.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import { given } from "../../../test/build/given.ts";
import { type ByteSource, bytesSource } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import { ET_DYN, SHT_NOBITS, SHT_PROGBITS } from "./constants.ts";
import { openElf } from "./elf.ts";

const encodings = [
  { bits: 64, littleEndian: true },
  { bits: 64, littleEndian: false },
  { bits: 32, littleEndian: true },
  { bits: 32, littleEndian: false },
] as const;

const open = (bytes: Uint8Array, name = "t.ko"): ReturnType<typeof openElf> =>
  openElf(bytesSource(name, bytes));

/** A section header field, overwritten in a file that elf() wrote for 64 bits, little-endian. */
function patched(file: Uint8Array, section: number, field: number, value: bigint, size: 4 | 8): Uint8Array {
  const view = new DataView(file.buffer);
  const at = Number(view.getBigUint64(40, true)) + section * 64 + field;
  if (size === 8) view.setBigUint64(at, value, true);
  else view.setUint32(at, Number(value), true);
  return file;
}

describe("openElf", () => {
  test.each(encodings)(
    "reads header and sections, $bits bits, little-endian: $littleEndian",
    async (encoding) => {
      const file = await open(
        elf({
          ...encoding,
          machine: 40,
          type: ET_DYN,
          sections: [
            { name: ".a", bytes: "abc", address: 0x1234n, flags: 6 },
            { name: ".a", bytes: "second" },
          ],
        }),
      );
      expect(file.header).toMatchObject({ bits: encoding.bits, e_machine: 40, e_type: ET_DYN });
      expect(file.sections.map(({ name }) => name)).toEqual([
        "",
        ".a",
        ".a",
        ".symtab",
        ".strtab",
        ".shstrtab",
      ]);
      const section = file.section(".a");
      expect(section).toMatchObject({
        index: 1,
        sh_addr: 0x1234n,
        sh_flags: 6,
        sh_size: 3,
        sh_type: SHT_PROGBITS,
      });
      const { bytes, offset } = await file.read(given(section));
      expect(new TextDecoder().decode(bytes)).toBe("abc");
      expect(offset).toBe(section?.sh_offset);
    },
  );

  test("finds the first section that the kernel would find: with SHF_ALLOC", async () => {
    const sections = [
      { name: ".modinfo", bytes: "no", flags: 0 },
      { name: ".modinfo", bytes: "yes" },
    ];
    const file = await open(elf({ sections }));
    expect(file.section(".modinfo")?.index).toBe(1);
    expect(file.allocSection(".modinfo")?.index).toBe(2);
    expect(file.allocSection(".none")).toBeUndefined();
  });

  test("a large file is opened in three reads of a few bytes", async () => {
    const small = elf({ sections: [{ name: ".BTF", bytes: "btf" }] });
    const reads: number[] = [];
    const source: ByteSource = {
      name: "vmlinux",
      size: 2 ** 40,
      read(offset, length) {
        reads.push(length);
        return Promise.resolve(small.subarray(offset, offset + length));
      },
    };
    const file = await openElf(source);
    expect(file.section(".BTF")?.sh_size).toBe(3);
    expect(reads).toHaveLength(3);
    expect(Math.max(...reads)).toBeLessThan(500);
  });

  test("more sections than 16 bits can count: section 0 has the numbers", async () => {
    const file = elf({ sections: [{ name: ".a", bytes: "abc" }] });
    const view = new DataView(file.buffer);
    const count = view.getUint16(60, true);
    view.setUint16(60, 0, true);
    view.setUint16(62, 0xffff, true);
    patched(file, 0, 32, BigInt(count), 8);
    patched(file, 0, 40, BigInt(count - 1), 4);
    const opened = await open(file);
    expect(opened.sections).toHaveLength(count);
    expect(opened.section(".a")?.sh_size).toBe(3);
  });

  test("no number of sections makes it allocate what the file does not hold", async () => {
    const file = patched(elf({}), 0, 32, 1n << 40n, 8);
    new DataView(file.buffer).setUint16(60, 0, true);
    await expect(open(file)).rejects.toThrow(/sections; at most/);
  });

  test("other bytes are told by name", async () => {
    await expect(open(new TextEncoder().encode("hello"), "readme.txt")).rejects.toThrow(
      "readme.txt at 0x0: an ELF header expected, other bytes found",
    );
    await expect(open(new Uint8Array())).rejects.toThrow(FormatError);
  });

  test("a section that is not inside the file fails when it is read, with its name", async () => {
    const file = await open(patched(elf({ sections: [{ name: ".a", bytes: "abc" }] }), 1, 32, 1n << 60n, 8));
    const section = given(file.section(".a"));
    expect(section.sh_size).toBe(Infinity);
    await expect(file.read(section)).rejects.toThrow(
      /^t\.ko at 0x40: \.a of Infinity bytes does not end inside/,
    );
    expect(() => file.open(section)).toThrow(FormatError);
  });

  test("SHT_NOBITS has no bytes, wherever it says they are", async () => {
    const file = await open(
      patched(elf({ sections: [{ name: ".bss", bytes: "", type: SHT_NOBITS }] }), 1, 32, 1n << 40n, 8),
    );
    const section = given(file.section(".bss"));
    expect((await file.read(section)).bytes).toHaveLength(0);
    expect(file.open(section).size).toBe(0);
  });

  test("a limit is kept", async () => {
    const file = await open(elf({ sections: [{ name: ".a", bytes: "abc" }] }));
    await expect(file.read(given(file.section(".a")), 2)).rejects.toThrow(".a has 3 bytes; at most 2");
  });

  test.each(encodings)(
    "damage is a FormatError, $bits bits, little-endian: $littleEndian",
    async (encoding) => {
      const good = elf({ ...encoding, sections: [{ name: ".a", bytes: "abc" }], symbols: [{ name: "x" }] });
      await fc.assert(
        fc.asyncProperty(damagedCopies(good), (bytes) =>
          readDamaged(async () => {
            const file = await open(bytes);
            for (const section of file.sections) await file.read(section);
          }),
        ),
        { numRuns: 300 },
      );
    },
  );
});
