import { expect, test } from "vitest";
import { moduleFile } from "../../../test/build/module-writer.ts";
import type { SectionSpec } from "../../../test/build/elf-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { PatchSites } from "../../model/module.ts";
import { readModuleFacts } from "./index.ts";

const AARCH64 = 183;
const X86_64 = 62;
const CODE = 6;
const TABLE = "__patchable_function_entries";

const code = (name: string, size: number, alignment: number): SectionSpec => ({
  name,
  bytes: new Uint8Array(size),
  flags: CODE,
  alignment,
});

/** One function in each of `sections`, `value` bytes from its start. */
async function patchSitesOf(
  sections: readonly SectionSpec[],
  { value = 0, machine = AARCH64 } = {},
): Promise<PatchSites> {
  const module = moduleFile({
    machine,
    sections: [...sections, { name: TABLE, bytes: new Uint8Array(8 * sections.length) }],
    symbols: sections.map(({ name }) => ({ name: `f${name}`, section: name, value })),
    relocations: sections.map(({ name }, row) => ({
      in: TABLE,
      offset: row * 8,
      symbol: `f${name}`,
      type: 257,
      addend: 0,
    })),
  });
  const { patchSites } = await readModuleFacts(bytesSource("t.ko", module));
  if (!patchSites.known) throw new Error(patchSites.why.en);
  return patchSites.value;
}

// As GCC 12 writes them: the aligned `.text` is followed by cold functions, which are not.
const exit = code(".exit.text", 4, 4);
const cold = code(".text.unlikely", 16, 4);

test("what follows an odd section without an alignment of its own is misaligned", async () => {
  expect(await patchSitesOf([exit, cold])).toEqual({ misaligned: { section: ".text.unlikely", offset: 0 } });
  expect(await patchSitesOf([cold])).toEqual({});
});

test("an aligned section is where it should be, whatever stands before", async () => {
  expect(await patchSitesOf([exit, code(".text.unlikely", 16, 16)])).toEqual({});
  expect(await patchSitesOf([code(".plt", 1, 64), code(".text.hot", 16, 8)])).toEqual({});
});

test("a function in the middle counts from its section", async () => {
  const sections = [code(".text.hot", 16, 16)];
  expect(await patchSitesOf(sections, { value: 8 })).toEqual({});
  expect(await patchSitesOf(sections, { value: 4 })).toEqual({
    misaligned: { section: ".text.hot", offset: 4 },
  });
});

test("init code is laid out apart", async () => {
  expect(await patchSitesOf([code(".init.text", 4, 4), cold])).toEqual({});
});

test("behind what the loader resizes nothing is claimed", async () => {
  expect(await patchSitesOf([code(".plt", 1, 1), exit, cold])).toEqual({});
});

test("other machines keep nothing before a function", async () => {
  expect(await patchSitesOf([exit, cold], { machine: X86_64 })).toEqual({});
});
