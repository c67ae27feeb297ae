import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { damagedCopies } from "../../../test/build/damage.ts";
import { exportParts } from "../../../test/build/export-writer.ts";
import { pkcs7 } from "../../../test/build/pkcs7-writer.ts";
import { moduleFile, type ModuleSpec, signed } from "../../../test/build/module-writer.ts";
import { given } from "../../../test/build/given.ts";
import { type ByteSource, bytesSource } from "../../io/byte-source.ts";
import type { Fact, ValueOf } from "../../model/fact.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { type NameColumn, nameOf } from "../../model/names.ts";
import { readModuleFacts, readSigners } from "./index.ts";

const spec: ModuleSpec = {
  modinfo: ["license=GPL", "name=t", "vermagic=6.1.0 SMP ", "import_ns=A", "import_ns=B", "license=no"],
  imports: ["module_layout", "printk", "a_name_of_more_than_fifty_six_bytes_which_only_the_extended_has"],
  thisModule: { size: 0x380, init: 0x138, exit: 0x350, name: "t" },
  versions: { module_layout: 0xdeadbeef, printk: 1 },
};

const facts = (bytes: Uint8Array): Promise<ModuleFacts> => readModuleFacts(bytesSource("t.ko", bytes));

function value<F extends Fact<unknown>>(fact: F): ValueOf<F>;
function value(fact: Fact<unknown>): unknown {
  if (!fact.known) throw new Error(fact.why.en);
  return fact.value;
}

const why = (fact: Fact<unknown>): string | undefined => (fact.known ? undefined : fact.why.en);
const strings = (names: NameColumn): string[] =>
  Array.from({ length: names.count }, (_, row) => nameOf(names, row));

const encodings = [
  { bits: 64, littleEndian: true },
  { bits: 64, littleEndian: false },
  { bits: 32, littleEndian: true },
  { bits: 32, littleEndian: false },
] as const;

// Elf64_Shdr has sh_offset at 24 and sh_size at 32; Elf64_Ehdr has e_shoff at 40 and e_shstrndx at 62.
const withTableAt = async (offset: number): Promise<boolean | undefined> => {
  const file = moduleFile(spec);
  const view = new DataView(file.buffer, file.byteOffset);
  const header = Number(view.getBigUint64(40, true)) + 64 * view.getUint16(62, true);
  view.setBigUint64(header + 24, BigInt(offset), true);
  view.setBigUint64(header + 32, 0n, true);
  return value((await facts(file)).elf).nameTableTerminated;
};

describe("readModuleFacts", () => {
  test.each(encodings)("reads them all, $bits bits, little-endian: $littleEndian", async (encoding) => {
    const layout = { fieldSize: 4, fields: 3, crcs: "literal" } as const;
    const exports = [{ symbol: "t_do", table: "__ksymtab_gpl", crc: 0x1234, namespace: "T" }];
    const parts = exportParts(exports, layout, {
      littleEndian: encoding.littleEndian,
      wordSize: encoding.bits === 32 ? 4 : 8,
    });
    const module = await facts(moduleFile({ ...spec, ...encoding, ...parts }));
    expect(value(module.name)).toBe("t");
    expect(value(module.vermagic)).toBe("6.1.0 SMP ");
    expect(value(module.license)).toBe("GPL");
    expect([...value(module.importedNamespaces)]).toEqual(["A", "B"]);
    expect(value(module.modinfo)).toHaveLength(6);
    expect(value(module.thisModule)).toEqual({ size: 0x380, name: "t", init: 0x138, exit: 0x350 });
    expect(value(module.relocations)).toEqual({ unusual: [] });
    expect(value(module.signature)).toBeUndefined();
    expect(value(module.exports)).toEqual([{ symbol: "t_do", gplOnly: true, crc: 0x1234, namespace: "T" }]);
    const imports = value(module.imports);
    expect(strings(imports.names)).toEqual(spec.imports);
    expect([...imports.weak]).toEqual([0, 0, 0]);
    const versions = given(value(module.modversions));
    expect(versions).toMatchObject({ layout: "basic", hasBasic: true });
    expect(strings(versions.names)).toEqual(["module_layout", "printk"]);
    expect([...versions.crcs]).toEqual([0xdeadbeef, 1]);
    expect(module.vermagic).toMatchObject({ origin: { input: "t.ko", part: ".modinfo" } });
    const shape = value(module.elf);
    expect(shape).toMatchObject({
      ...encoding,
      hasHeader: true,
      e_type: 1,
      e_machine: 62,
      nameTableTerminated: true,
    });
    expect(shape.symbolNames).toEqual({ startsWithNul: true, terminated: true, inBounds: true });
    expect(shape.sections[0]).toMatchObject({ name: "", sh_type: 0, sh_size: 0 });
    expect(shape.sections.find(({ name }) => name === ".gnu.linkonce.this_module")?.sh_size).toBe(0x380);
  });

  test("extended versions go before basic ones", async () => {
    const extendedVersions = { module_layout: 7, [spec.imports?.[2] ?? ""]: 9 };
    const versions = given(value((await facts(moduleFile({ ...spec, extendedVersions }))).modversions));
    expect(versions).toMatchObject({ layout: "extended", hasBasic: true });
    expect(strings(versions.names)).toEqual(Object.keys(extendedVersions));
    const { versions: _, ...rest } = spec;
    expect(value((await facts(moduleFile({ ...rest, extendedVersions }))).modversions)?.hasBasic).toBe(false);
    expect(value((await facts(moduleFile(rest))).modversions)).toBeUndefined();
  });

  test("what is not there is a value", async () => {
    const module = await facts(moduleFile({}));
    expect(value(module.name)).toBeUndefined();
    expect(value(module.vermagic)).toBeUndefined();
    expect(value(module.thisModule)).toBeUndefined();
    expect(value(module.modversions)).toBeUndefined();
    expect(value(module.exports)).toEqual([]);
    const stripped = await facts(
      moduleFile({ ...spec, imports: [], thisModule: { size: 0x380 }, symtab: false }),
    );
    expect(value(stripped.imports).names.count).toBe(0);
    expect(value(stripped.thisModule)).toEqual({ size: 0x380, name: "" });
  });

  test("functions that struct module does not point to are told", async () => {
    const symbols = [{ name: "cleanup_module", section: ".text" }];
    const { exit: _, ...thisModule } = given(spec.thisModule);
    const module = await facts(moduleFile({ ...spec, symbols, thisModule }));
    expect(value(module.thisModule)?.unlinked).toEqual(["exit"]);
  });

  test("as with modprobe --force: versions without SHF_ALLOC are none", async () => {
    const { versions: _, ...rest } = spec;
    const sections = [{ name: "__versions", bytes: new Uint8Array(64), flags: 0 }];
    expect(value((await facts(moduleFile({ ...rest, sections }))).modversions)).toBeUndefined();
  });

  test("of an empty table of section names the byte before it is told", async () => {
    // The first byte of the file is 0x7f, the ninth a zero.
    expect(await withTableAt(1)).toBe(false);
    expect(await withTableAt(9)).toBe(true);
    expect(await withTableAt(0)).toBeUndefined();
  });

  // 5.10.223 for armhf has no CONFIG_MODULE_SIG and loads such a module.
  test("a signature that is not taken off is a part of the file, whatever its trailer says", async () => {
    const module = moduleFile(spec);
    const file = signed(module, text("signature"), 10 + text("signature").length);
    const read = (handling: Parameters<typeof readModuleFacts>[1]): Promise<ModuleFacts> =>
      readModuleFacts(bytesSource("t.ko", file), handling);
    const taken = value((await read("takenOff")).elf);
    expect([taken.size, taken.sections]).toEqual([module.length - 10, []]);
    const left = await read("left");
    expect(value(left.elf).size).toBe(file.length);
    expect(value(left.name)).toBe("t");
    expect(value(left.signature)?.signatureOffset).toBe(module.length - 10);
    expect(why((await read("unknown")).elf)).toContain("CONFIG_MODULE_SIG");
  });

  test("a signature behind a whole module makes no difference", async () => {
    const file = signed(moduleFile(spec), text("signature"));
    const read = await readModuleFacts(bytesSource("t.ko", file), "unknown");
    expect(value(read.elf).size).toBe(moduleFile(spec).length);
  });

  // mod_verify_sig() returns before it takes anything off: 6.12.95 loads a module that ends in the bare marker.
  test("of a trailer that is not PKCS#7 only the marker is off", async () => {
    const module = moduleFile(spec);
    const file = signed(module, text("signature"));
    file[file.length - 28 - 12 + 2] = 1;
    expect(value((await facts(file)).elf).size).toBe(file.length - 28);
  });

  test("what stands in the place of the signature is read as the kernel reads it", async () => {
    const module = moduleFile(spec);
    const { message } = given(value((await facts(signed(module, text("signature")))).signature));
    expect(message?.fault).toMatchObject({ errno: "EBADMSG" });
    const sound = given(value((await facts(signed(module, pkcs7()))).signature));
    expect(sound.message?.signers).toMatchObject([{ issuer: "Build time key" }]);
    expect(value(await readSigners(bytesSource("t.ko", signed(module, pkcs7())), sound))).toHaveLength(1);
    const large = given(value((await facts(signed(module, new Uint8Array(70_000)))).signature));
    expect(large.message?.fault).toMatchObject({ errno: "EMSGSIZE" });
  });

  test("the kernel sees what stands before the signature", async () => {
    const module = moduleFile(spec);
    const file = await facts(signed(module, text("signature")));
    expect(value(file.elf).size).toBe(module.length);
    expect(value(file.signature)).toMatchObject({ signatureLength: 9, signatureOffset: module.length });
    expect(value(file.name)).toBe("t");
    const lying = await facts(signed(module, text("signature"), 1 << 20));
    expect(value(lying.elf).size).toBe(module.length + 9 + 12);
    expect(value(lying.signature)?.signatureOffset).toBeLessThan(0);
    const source = bytesSource("t.ko", signed(module, text("signature")));
    const trailer = given(value(file.signature));
    expect(why(await readSigners(source, trailer))).toMatch(/^t\.ko at 0x[0-9a-f]+: PKCS#7: another tag/);
    expect(why(await readSigners(source, { ...trailer, signatureOffset: -5 }))).toContain(
      "is said to stand here",
    );
  });

  test("a file that is no ELF file says so", async () => {
    for (const bytes of [text("#!/bin/sh\n"), new Uint8Array(), text("\x7fELF")]) {
      const module = await facts(bytes);
      expect(value(module.elf)).toMatchObject({ hasHeader: false, size: bytes.length });
      expect(why(module.vermagic)).toBe("t.ko is not an ELF file.");
      expect(value(module.signature)).toBeUndefined();
    }
  });

  test("damage in one section hides the facts of that section", async () => {
    const broken = moduleFile(spec);
    const { sections, e_shoff } = value((await facts(broken)).elf);
    const at = sections.findIndex(({ name }) => name === ".modinfo");
    new DataView(broken.buffer).setBigUint64(e_shoff + at * 64 + 24, 1n << 40n, true);
    const module = await facts(broken);
    expect(why(module.vermagic)).toContain(".modinfo");
    expect(module.license.known).toBe(false);
    expect(value(module.thisModule)?.size).toBe(0x380);
    expect(value(module.imports).names.count).toBe(3);
  });

  // Seen on 5.10.223, 6.1.176, 6.12.95 and 7.3.4: such modules load.
  test("a last value without its NUL goes on to the next one", async () => {
    const broken = moduleFile({ ...spec, modinfo: ["license=GPL", "name=t"] });
    const modinfo = given(value((await facts(broken)).elf).sections.find(({ name }) => name === ".modinfo"));
    broken[modinfo.sh_offset + modinfo.sh_size - 1] = 0x41;
    const module = await facts(broken);
    expect(value(module.license)).toBe("GPL");
    expect(value(module.name)).toMatch(/^tA/);
  });

  // Seen on 5.10.223, 6.1.176 and 6.12.95, which do not look where the strings end.
  test("names behind the table of names are those that stand there", async () => {
    const broken = moduleFile(spec);
    const { sections, e_shoff } = value((await facts(broken)).elf);
    const view = new DataView(broken.buffer);
    const at = sections.findIndex(({ name }) => name === ".strtab");
    view.setBigUint64(e_shoff + at * 64 + 32, 0n, true);
    const module = await facts(broken);
    expect(strings(value(module.imports).names)).toEqual(spec.imports);
    expect(value(module.imports).nameless).toBeUndefined();
    expect(value(module.elf).symbolNames?.inBounds).toBe(false);
    const symtab = given(sections.find(({ name }) => name === ".symtab"));
    view.setUint32(symtab.sh_offset + 3 * 24, 1 << 20, true);
    const far = value((await facts(broken)).imports);
    expect(far.nameless).toEqual([3]);
    expect(far.names.count).toBe(2);
  });

  test("a section that is larger than the file is damage, not memory", async () => {
    const good = moduleFile(spec);
    const { sections, e_shoff } = value((await facts(good)).elf);
    const at = sections.findIndex(({ name }) => name === "__versions");
    new DataView(good.buffer).setBigUint64(e_shoff + at * 64 + 32, 1n << 62n, true);
    const module = await facts(good);
    expect(why(module.modversions)).toContain("__versions of Infinity bytes does not end inside the file");
    expect(value(module.elf).sections[at]?.sh_size).toBe(Infinity);
  });

  test("a large module is read in a few small pieces", async () => {
    const big = { name: ".text.big", bytes: new Uint8Array(300_000) };
    const file = moduleFile({ ...spec, sections: [big, { ...big, name: ".data.big" }] });
    const reads: number[] = [];
    const inner = bytesSource("t.ko", file);
    const source: ByteSource = {
      name: "t.ko",
      size: file.length,
      read(offset, length) {
        reads.push(length);
        return inner.read(offset, length);
      },
    };
    expect(value((await readModuleFacts(source)).name)).toBe("t");
    expect(reads.length).toBeLessThanOrEqual(4);
    expect(reads.reduce((sum, length) => sum + length, 0)).toBeLessThan(16_384);
  });

  test.each(encodings)("damage never throws, $bits bits, little-endian: $littleEndian", async (encoding) => {
    const parts = exportParts(
      [{ symbol: "t_do", table: "__ksymtab", crc: 1 }],
      { fieldSize: 4, fields: 3, crcs: "absolute" },
      { littleEndian: encoding.littleEndian, wordSize: encoding.bits === 32 ? 4 : 8 },
    );
    const good = signed(moduleFile({ ...spec, ...encoding, ...parts }), text("signature"));
    await fc.assert(
      fc.asyncProperty(damagedCopies(good), async (bytes) => {
        const module = await facts(bytes);
        expect(module.elf.known).toBe(true);
        const reasons = Object.values(module).flatMap((fact: Fact<unknown>) => why(fact) ?? []);
        expect(reasons.filter((reason) => !/t\.ko (at|is)/.test(reason))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
