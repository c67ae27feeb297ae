import { expect, test } from "vitest";
import { btf, btfInt, btfStruct } from "../../../test/build/btf-writer.ts";
import { pair } from "../../../test/build/dwarf-types.ts";
import { dwarfSections, dwarfStruct } from "../../../test/build/dwarf-writer.ts";
import { elf, type SectionSpec } from "../../../test/build/elf-writer.ts";
import { recordNamed } from "../../c-types/record-named.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { CTypes } from "../../model/c-type.ts";
import type { Fact } from "../../model/fact.ts";
import { readModuleTypes } from "./types.ts";

const read = async (bytes: Uint8Array): Promise<Fact<CTypes> | undefined> =>
  readModuleTypes(bytesSource("x.ko", bytes));

const base: SectionSpec = { name: ".BTF.base", bytes: btf([btfInt("int", 4)]) };
const own: SectionSpec = {
  name: ".BTF",
  bytes: btf([btfStruct("own", 4, [{ name: "number", type: 1, at: 0 }])], { baseStrings: 5 }),
};

test("from BTF that brings its base along", async () => {
  for (const bits of [32, 64] as const) {
    const fact = await read(elf({ type: 1, bits, sections: [own, base] }));
    expect(fact?.known && recordNamed(fact.value, "own")).toMatchObject({ size: 4 });
    expect(fact?.known && fact.value.pointerSize).toBe(bits / 8);
    expect(fact).toMatchObject({ origin: { part: ".BTF, .BTF.base" } });
  }
});

test("from debug information, which tells more", async () => {
  const fact = await read(
    elf({ type: 1, sections: [...dwarfSections({ units: [{ entries: pair }] }), own, base] }),
  );
  expect(fact?.known && fact.origin.part).toBe(".debug_info");
});

test("of debug information that is cut off, what is left", async () => {
  const later = [dwarfStruct("later", 4, [])];
  const sections = dwarfSections({ units: [{ entries: pair }, { entries: later }] }).map((section) =>
    section.name === ".debug_info" && typeof section.bytes !== "string"
      ? { ...section, bytes: section.bytes.subarray(0, section.bytes.length - 3) }
      : section,
  );
  const file = bytesSource("x.ko", elf({ type: 1, sections }));
  for (const every of [true, false]) {
    const fact = await readModuleTypes(file, { kind: "struct", name: "pair", every });
    expect(fact?.known && recordNamed(fact.value, "pair")).toMatchObject({ size: 8 });
    expect(fact?.known && fact.origin.part).toContain("a part is damaged");
    const behind = await readModuleTypes(file, { kind: "struct", name: "later", every });
    expect(behind?.known === false && behind.why.en).toMatch(/a unit of \d+ bytes, \d+ left/);
  }
});

test("BTF that goes on from a kernel's is not read without it, and that is said", async () => {
  const fact = await read(elf({ type: 1, sections: [own] }));
  expect(fact?.known === false && fact.why.en).toContain("goes on from the types of the kernel");
});

test("without types, or with a base that is damaged, they are not known", async () => {
  const stripped = await read(elf({ type: 1, sections: [] }));
  expect(stripped?.known === false && stripped.why.en).toContain("no debug information");
  const damaged = await read(elf({ type: 1, sections: [own, { ...base, bytes: "garbage!" }] }));
  expect(damaged?.known === false && damaged.why.en).toContain("x.ko!.BTF.base");
});

test("what is no relocatable file is no module", async () => {
  expect(await read(elf({ type: 2, sections: [own] }))).toBeUndefined();
  expect(await read(new Uint8Array(100))).toBeUndefined();
});
