import { expect, test } from "vitest";
import { given } from "../../../test/build/given.ts";
import { moduleFile } from "../../../test/build/module-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { ElfShape, Imports } from "../../model/module.ts";
import { nameOf } from "../../model/names.ts";
import { readModuleFacts } from "./index.ts";
import { kernelCopy } from "./kernel-copy.ts";
import { openModule } from "./module-file.ts";
import { moduleSymbols } from "./symbols.ts";

const spec = {
  modinfo: ["license=GPL", "name=t"],
  imports: ["first", "second"],
  thisModule: { size: 0x380, name: "t" },
};

/** Where members of Elf64_Shdr stand. */
const at = { sh_name: 0, sh_flags: 8, sh_addr: 16, sh_offset: 24, sh_entsize: 56 } as const;
const SIZE = 64;

async function read(file: Uint8Array): Promise<{ readonly elf: ElfShape; readonly imports: Imports }> {
  const { elf, imports } = await readModuleFacts(bytesSource("t.ko", file));
  if (!elf.known || !imports.known) throw new Error("damaged");
  return { elf: elf.value, imports: imports.value };
}

/** The first import, its name said to be at a place of the file that `place` chooses. */
async function named(place: (elf: ElfShape, header: (name: string) => number) => number) {
  const file = moduleFile(spec);
  const { elf } = await read(file);
  const { e_shoff, sections } = elf;
  const header = (name: string): number =>
    e_shoff + sections.findIndex((section) => section.name === name) * SIZE;
  const symtab = given(sections.find(({ name }) => name === ".symtab"));
  const strtab = given(sections.find(({ name }) => name === ".strtab"));
  const { imports } = await read(file);
  const index = given(imports.symbolIndex[0]);
  const view = new DataView(file.buffer, file.byteOffset);
  view.setUint32(symtab.sh_offset + index * 24, place(elf, header) - strtab.sh_offset, true);
  const strays = (await read(file)).imports;
  return { name: nameOf(strays.names, 0), isOpen: strays.beginnings?.has(index) ?? false };
}

// simplify_symbols() reads names in the copy into which the loader has written: 5.10.223, 6.1.176, 6.12.95.
test("an address that only the running kernel knows leaves a name open", async () => {
  expect(await named((_, header) => header(".text") + at.sh_addr)).toEqual({ name: "", isOpen: true });
});

test("of what is not loaded the lowest byte of the address is known: the copy begins with a page", async () => {
  const { name, isOpen } = await named((_, header) => header(".modinfo") + at.sh_addr);
  const { elf } = await read(moduleFile(spec));
  const { sh_offset } = given(elf.sections.find((section) => section.name === ".modinfo"));
  expect(sh_offset & 0xff).not.toBe(0);
  expect(name).toBe(String.fromCharCode(sh_offset & 0xff));
  expect(isOpen).toBe(true);
});

test("what is not loaded has no place in memory, and what is has one that is not known", async () => {
  const unloaded = await named((_, header) => header(".modinfo") + at.sh_entsize);
  expect(unloaded.name).toMatch(/^\u00ff{8}/);
  expect(await named((_, header) => header(".text") + at.sh_entsize)).toEqual({ name: "", isOpen: true });
});

// Seen on 5.10.223 for amd64.
test("nor has section 0, of which all else stays", async () => {
  expect((await named(({ e_shoff }) => e_shoff + at.sh_entsize)).name).toMatch(/^\u00ff{8}/);
  expect(await named(({ e_shoff }) => e_shoff + at.sh_addr)).toEqual({ name: "", isOpen: false });
});

test("what the loader leaves is what stands in the file", async () => {
  const { elf } = await read(moduleFile(spec));
  const { sh_offset } = given(elf.sections.find((section) => section.name === ".text"));
  const low = String.fromCharCode(sh_offset & 0xff).replace("\0", "");
  expect(await named((_, header) => header(".text") + at.sh_offset)).toMatchObject({
    name: expect.stringMatching(`^${low}`),
    isOpen: false,
  });
});

test("values of symbols are written as the loader comes to them, if they have a section", async () => {
  const file = given(await openModule(bytesSource("t.ko", moduleFile(spec)), "left"));
  const symbols = moduleSymbols(file);
  const table = given(symbols.known ? symbols.value : undefined);
  const copy = kernelCopy(file, table);
  const { sh_offset } = given(file.elf.sections.find(({ name }) => name === ".symtab"));
  const value = (index: number): number => sh_offset + index * 24 + 8;
  expect(copy.written(value(1), 2)).toBe("open");
  expect(copy.written(value(2), 2)).toBeUndefined();
  // Its name, and symbol 0, stay.
  expect(copy.written(value(1) - 8, 2)).toBeUndefined();
  expect(copy.written(value(0), 2)).toBeUndefined();
});
