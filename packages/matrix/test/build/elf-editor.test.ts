import { expect, test } from "vitest";
import { bytesSource } from "../../../core/src/io/byte-source.ts";
import { readModuleFacts } from "../../../core/src/facts/module/index.ts";
import { nameOf } from "../../../core/src/model/names.ts";
import { moduleFile, type ModuleSpec } from "../../../core/test/build/module-writer.ts";
import { Absent, ElfEditor } from "./elf-editor.ts";
import { changeTag, modinfoOf } from "./mutants/modinfo-entries.ts";
import { changeRows, rowsOf } from "./mutants/version-rows.ts";

const spec: ModuleSpec = {
  modinfo: ["name=t", "license=GPL", "vermagic=6.12 SMP "],
  imports: ["kmalloc", "kfree"],
  symbols: [{ name: "init_module", section: ".text" }],
  thisModule: { size: 512, init: 336 },
  versions: { module_layout: 1, kmalloc: 2, kfree: 3 },
};
const seeds = [
  { bits: 64, file: moduleFile(spec) },
  { bits: 32, file: moduleFile({ ...spec, bits: 32 }) },
] as const;
const factsOf = (elf: ElfEditor) => readModuleFacts(bytesSource("t.ko", elf.bytes));

test.each(seeds)("$bits bits: what is not changed reads as before", async ({ file }) => {
  const elf = new ElfEditor(file);
  expect(elf.bytes).toEqual(file);
  expect(modinfoOf(elf)).toEqual(spec.modinfo);
  expect(rowsOf(elf).map(({ name, crc }) => [name, Number(crc)])).toEqual(
    Object.entries(spec.versions ?? {}),
  );
  expect(elf.imports().map(({ name }) => name)).toEqual(["kmalloc", "kfree"]);
});

test.each(seeds)("$bits bits: one entry changes and nothing else", async ({ file }) => {
  const elf = new ElfEditor(file);
  changeTag(elf, "license", () => "Proprietary");
  changeRows(elf, (row, index) => (index === 1 ? { ...row, crc: 9n } : row));
  const { license, name, modversions } = await factsOf(elf);
  expect(license).toMatchObject({ value: "Proprietary" });
  expect(name).toMatchObject({ value: "t" });
  expect(modversions).toMatchObject({ value: { crcs: Uint32Array.of(1, 2, 9) } });
});

test.each(seeds)("$bits bits: sections and symbols are added, and found by name", async ({ file }) => {
  const elf = new ElfEditor(file);
  const index = elf.add(".added", Uint8Array.of(1, 2, 3), { sh_flags: 3 });
  elf.addSymbol("another", { st_info: 0x10 });
  expect(elf.section(".added")).toBe(index);
  expect(elf.content(index)).toEqual(Uint8Array.of(1, 2, 3));
  const { imports, elf: shape, modinfo } = await factsOf(elf);
  expect(imports.known && Array.from({ length: 3 }, (_, i) => nameOf(imports.value.names, i))).toEqual([
    "kmalloc",
    "kfree",
    "another",
  ]);
  expect(shape).toMatchObject({ value: { sections: { [index]: { name: ".added", sh_flags: 3 } } } });
  expect(modinfo.known).toBe(true);
});

test.each(seeds)("$bits bits: a relocation moves", async ({ file }) => {
  const elf = new ElfEditor(file);
  const section = elf.relocationsOf(elf.section(".gnu.linkonce.this_module"));
  const [init] = elf.relocations(section);
  expect(init?.r_offset).toBe(336);
  if (init) elf.setRelocation(init, { r_offset: 344 });
  expect(await factsOf(elf)).toMatchObject({ thisModule: { value: { init: 344 } } });
});

test("what is not there is Absent", () => {
  const elf = new ElfEditor(moduleFile({ symtab: false }));
  expect(() => elf.section(".plt")).toThrow(Absent);
  expect(() => elf.symtab).toThrow(Absent);
  expect(elf.has(".plt")).toBe(false);
});
