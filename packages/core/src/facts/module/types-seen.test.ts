import { describe, expect, test } from "vitest";
import { btf, btfInt, btfStruct, type BtfTypeSpec } from "../../../test/build/btf-writer.ts";
import {
  dwarfInt,
  dwarfMember,
  dwarfSections,
  dwarfStruct,
  type EntrySpec,
} from "../../../test/build/dwarf-writer.ts";
import type { SectionSpec } from "../../../test/build/elf-writer.ts";
import { crcTable, kernelFacts } from "../../../test/build/facts.ts";
import { moduleFile } from "../../../test/build/module-writer.ts";
import { openBtf } from "../../formats/btf/btf.ts";
import { btfTypes } from "../../formats/btf/btf-types.ts";
import { BTF_KIND_FUNC, BTF_KIND_FUNC_PROTO, BTF_KIND_PTR } from "../../formats/btf/structs.ts";
import * as D from "../../formats/dwarf/constants.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { configOf } from "../../model/config.ts";
import { known } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import { readModuleFacts } from "./index.ts";
import { type BuiltTypes, ownTypesIn, readTypesSeen, type TypesSeen } from "./types-seen.ts";

/** A kernel with `void wake(struct task_struct *task)`, whose struct begins with `scx` of 8 bytes. */
const specs: readonly BtfTypeSpec[] = [
  btfInt("int", 4), // 1
  btfInt("long", 8), // 2
  btfStruct("task_struct", 16, [
    { name: "scx", type: 2, at: 0 },
    { name: "pid", type: 1, at: 64 },
    { name: "tgid", type: 1, at: 96 },
  ]), // 3
  { kind: BTF_KIND_PTR, sizeOrType: 3 }, // 4
  { kind: BTF_KIND_FUNC_PROTO, vlen: 1, rest: ["task", 4] }, // 5
  { kind: BTF_KIND_FUNC, name: "wake", sizeOrType: 5 }, // 6
];
const kernelTypes = btfTypes(openBtf(btf(specs), "vmlinux"));

/** As the module's headers have it. */
const task = (members: readonly EntrySpec[], size: number): readonly EntrySpec[] => [
  dwarfInt(),
  dwarfStruct("task_struct", size, members),
  {
    tag: D.DW_TAG_pointer_type,
    label: "task *",
    attributes: [[D.DW_AT_type, D.DW_FORM_ref4, { to: "task_struct" }]],
  },
];
const lost = task([dwarfMember("pid", "int", 0), dwarfMember("tgid", "int", 4)], 8);
/** `static void own(struct task_struct *task)` */
const own: EntrySpec = {
  tag: D.DW_TAG_subprogram,
  attributes: [[D.DW_AT_name, D.DW_FORM_string, "own"]],
  children: [
    {
      tag: D.DW_TAG_formal_parameter,
      attributes: [
        [D.DW_AT_name, D.DW_FORM_string, "task"],
        [D.DW_AT_type, D.DW_FORM_ref4, { to: "task *" }],
      ],
    },
  ],
};

const debug = (entries: readonly EntrySpec[]): readonly SectionSpec[] =>
  dwarfSections({ units: [{ entries }] });

async function seen(
  sections: readonly SectionSpec[],
  kernel: Parameters<typeof kernelFacts>[0] = {},
  imports: readonly string[] = ["wake"],
): Promise<TypesSeen> {
  const source = bytesSource("x.ko", moduleFile({ type: 1, sections, imports }));
  const facts = await readModuleFacts(source);
  return readTypesSeen(source, facts, { facts: kernelFacts(kernel), types: kernelTypes });
}

const difference = {
  kind: "struct",
  name: "task_struct",
  sizes: [8, 16],
  onlyInModule: [],
  onlyInKernel: ["scx"],
  moved: 2,
  isOwn: true,
};

test("what its functions work on, by its debug information", async () => {
  const { typeDifferences } = await seen(debug([...lost, own]));
  expect(typeDifferences).toEqual({
    known: true,
    value: { from: "debug information", handled: [difference], others: [] },
    origin: { input: "x.ko", part: ".debug_info" },
  });
});

test("what it was only compiled with is told apart", async () => {
  const { typeDifferences } = await seen(debug(lost));
  expect(typeDifferences).toMatchObject({ value: { handled: [], others: [difference] } });
});

test("a type that nothing it imports leads to may be its own", async () => {
  const { typeDifferences } = await seen(debug([...lost, own]), {}, []);
  expect(typeDifferences).toMatchObject({ value: { handled: [], others: [] } });
});

test("the same types are no difference", async () => {
  const alike = task([dwarfMember("pid", "int", 8), dwarfMember("tgid", "int", 12)], 16);
  const scx = btfTypes(
    openBtf(btf(specs.map((spec) => (spec.name === "task_struct" ? alikeSpec : spec))), "v"),
  );
  const source = bytesSource(
    "x.ko",
    moduleFile({ type: 1, sections: debug([...alike, own]), imports: ["wake"] }),
  );
  const facts = await readModuleFacts(source);
  const { typeDifferences } = await readTypesSeen(source, facts, { facts: kernelFacts({}), types: scx });
  expect(typeDifferences).toMatchObject({ known: true, value: { handled: [], others: [] } });
});
const alikeSpec = btfStruct("task_struct", 16, [
  { name: "pid", type: 1, at: 64 },
  { name: "tgid", type: 1, at: 96 },
]);

test("sizes alone, by BTF that brings its base along", async () => {
  const base = btf([btfStruct("task_struct", 8, [])]);
  const holder = btfStruct("holder", 8, [{ name: "task", type: 1, at: 0 }]);
  const sections = [
    { name: ".BTF", bytes: btf([holder], { baseStrings: 13 }) },
    { name: ".BTF.base", bytes: base },
  ];
  const { typeDifferences } = await seen(sections);
  expect(typeDifferences).toMatchObject({
    value: { from: "BTF", handled: [{ name: "task_struct", sizes: [8, 16], moved: 0 }] },
  });
});

test("without types of its own, which types it gets at that options guard", async () => {
  const config = configOf("CONFIG_SCHED_CLASS_EXT=y\n");
  const way = [{ type: "task_struct", by: "wake", path: ["task"] }];
  expect(await seen([], { config })).toMatchObject({ reachedTypes: { value: way } });
  expect(await seen([], { config }, ["other"])).toMatchObject({ reachedTypes: { value: [] } });
  expect(await seen([], { config: configOf("CONFIG_SMP=y\n") })).toEqual({});
});

test("what the headers set otherwise counts, where they are at hand", async () => {
  const source = bytesSource("x.ko", moduleFile({ type: 1, imports: ["wake"] }));
  const facts = await readModuleFacts(source);
  const headersDifferences = known([{ symbol: "CONFIG_KEYS", kernel: "y" }], { input: "headers/.config" });
  const kernel = { ...kernelFacts({}), headersDifferences };
  const found = await readTypesSeen(source, facts, { facts: kernel, types: kernelTypes });
  expect(found.reachedTypes).toMatchObject({ value: [{ type: "task_struct" }] });
});

describe("what is behind a CRC that differs", () => {
  const versions = { wake: 0x1 };
  const crcs = crcTable({ wake: 0x2 });
  const modules = {
    own: moduleFile({ type: 1, versions, imports: ["wake"], sections: debug([...lost, own]) }),
    stripped: moduleFile({ type: 1, versions, imports: ["wake"] }),
  };
  const shorter = btfTypes(
    openBtf(btf(specs.map((spec) => (spec.name === "task_struct" ? alikeSpec : spec))), "v"),
  );

  async function changed(which: keyof typeof modules, built?: BuiltTypes["from"]): Promise<unknown> {
    const source = bytesSource("x.ko", modules[which]);
    const sides = {
      facts: kernelFacts({ crcs }),
      types: kernelTypes,
      ...(built && { built: { types: shorter, from: built, source: "b" } }),
    };
    const { changedExports } = await readTypesSeen(source, await readModuleFacts(source), sides);
    if (!changedExports?.known) return undefined;
    const { from, exports } = changedExports.value;
    return [from, exports.map(({ symbol, name, onlyInKernel }) => [symbol, name, onlyInKernel])];
  }
  const task = [["wake", "task_struct", ["scx"]]];

  test("by the kernel that it was built for, else by its own types, else by the headers", async () => {
    const told = "kernel that it was built for";
    expect(await changed("own", told)).toEqual([told, task]);
    expect(await changed("own", "headers")).toEqual(["module", task]);
    expect(await changed("own")).toEqual(["module", task]);
    expect(await changed("stripped", "headers")).toEqual(["headers", task]);
    expect(await changed("stripped")).toBeUndefined();
  });

  test("nothing where all CRCs agree", async () => {
    const source = bytesSource("x.ko", modules.own);
    const sides = { facts: kernelFacts({ crcs: crcTable({ wake: 0x1 }) }), types: kernelTypes };
    const found = await readTypesSeen(source, await readModuleFacts(source), sides);
    expect(found.changedExports).toBeUndefined();
    expect(found.typeDifferences).toBeDefined();
  });
});

const size = (bytes: number): KernelFacts =>
  kernelFacts({ structModule: { size: bytes, init: 8, exit: 16 } });

test("types of a vmlinux that is not this kernel's tell nothing", async () => {
  const module = btfStruct("module", 64, []);
  const types = btfTypes(openBtf(btf([...specs, module]), "v"));
  const source = bytesSource(
    "x.ko",
    moduleFile({ type: 1, sections: debug([...lost, own]), imports: ["wake"] }),
  );
  const facts = await readModuleFacts(source);
  expect(await readTypesSeen(source, facts, { facts: size(128), types })).toEqual({});
  expect(await readTypesSeen(source, facts, { facts: size(64), types })).not.toEqual({});
});

test("debug information that is damaged tells nothing, and throws nothing", async () => {
  const sections = debug([...lost, own]).map((section) =>
    section.name === ".debug_info" ? { ...section, bytes: "damaged!" } : section,
  );
  expect(await seen(sections)).toEqual({});
});

const sizeOf = async (sections: readonly SectionSpec[]): Promise<number | undefined> =>
  ownTypesIn(await readModuleFacts(bytesSource("x.ko", moduleFile({ type: 1, sections }))));

test("whether a module has types of its own", async () => {
  expect(await sizeOf(debug(lost))).toBeGreaterThan(0);
  expect(await sizeOf([])).toBeUndefined();
});
