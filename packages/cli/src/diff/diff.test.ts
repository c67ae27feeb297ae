import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { btf, btfInt, btfStruct, type BtfTypeSpec } from "../../../core/test/build/btf-writer.ts";
import { type ExportRow, exportTable, kernelFacts, unknownFact } from "../../../core/test/build/facts.ts";
import { openBtf } from "../../../core/src/formats/btf/btf.ts";
import { btfTypes } from "../../../core/src/formats/btf/btf-types.ts";
import { BTF_KIND_FUNC, BTF_KIND_FUNC_PROTO, BTF_KIND_PTR } from "../../../core/src/formats/btf/structs.ts";
import { configOf } from "../../../core/src/model/config.ts";
import { known } from "../../../core/src/model/fact.ts";
import { diffJson } from "./diff-json.ts";
import { diffMarkdown } from "./diff-markdown.ts";
import { diffText } from "./diff-text.ts";
import { exportDifferences } from "./export-differences.ts";
import { compareSides } from "./sections.ts";
import type { Side } from "./side.ts";

const schema: unknown = JSON.parse(
  readFileSync(new URL("../../../../docs/diff.schema.json", import.meta.url), "utf8"),
);
if (typeof schema !== "object" || schema === null) throw new Error("the schema is no object");
const valid = new Ajv({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
}).compile(schema);

const device = (size: number): readonly BtfTypeSpec[] => [
  btfInt("long unsigned int", 8), // 1
  btfStruct("device", size, [
    { name: "parent", type: 1, at: 0 },
    ...(size > 8 ? [{ name: "flags", type: 1, at: 64 }] : []),
  ]), // 2
  btfStruct("pci_dev", 8 + size, [
    { name: "bus", type: 1, at: 0 },
    { name: "dev", type: 2, at: 64 },
  ]), // 3
  { kind: BTF_KIND_PTR, sizeOrType: 3 }, // 4
  { kind: BTF_KIND_FUNC_PROTO, sizeOrType: 0, vlen: 1, rest: ["pdev", 4] }, // 5
  { kind: BTF_KIND_FUNC, name: "pci_enable", sizeOrType: 5 },
];

const side = (name: string, changes: Parameters<typeof kernelFacts>[0], size = 8): Side => ({
  name,
  inputs: [`/boot/vmlinuz-${name}`],
  facts: kernelFacts({ release: name, ...changes }),
  types: known(btfTypes(openBtf(btf(device(size)), name)), { input: name }),
});

const exports = (crc: number, ...more: readonly ExportRow[]): ReturnType<typeof exportTable> =>
  exportTable([
    { symbol: "_printk", crc: 0x22 },
    { symbol: "pci_enable", crc },
    { symbol: "jiffies", crc: crc + 1 },
    ...more,
  ]);

const members = (...names: readonly string[]): { name: string; offset: number; size: number }[] =>
  names.map((name, index) => ({ name, offset: 8 * index, size: 8 }));

const a = side("6.1.0-a", {
  generation: "5.13",
  vermagic: "6.1.0-a SMP preempt mod_unload modversions ",
  config: configOf("CONFIG_MODVERSIONS=y\nCONFIG_KALLSYMS=y\nCONFIG_E1000=m\nCONFIG_PAHOLE_VERSION=124"),
  structModule: { size: 0x380, exit: 24, members: members("state", "list", "core_layout", "exit") },
  exports: exports(0x100, { symbol: "old", owner: "drivers/net/mii" }, { symbol: "free" }),
});
const b = side(
  "6.12.0-b",
  {
    vermagic: "6.12.0-b SMP mod_unload modversions ",
    config: configOf("CONFIG_MODVERSIONS=y\nCONFIG_E1000=y\nCONFIG_FORCE=y\nCONFIG_PAHOLE_VERSION=125"),
    structModule: { size: 0x500, exit: 32, members: members("state", "mem", "list", "its", "exit") },
    exports: exports(0x200, { symbol: "fresh" }, { symbol: "free", gplOnly: true, namespace: "NS" }),
    signaturePolicy: "enforced",
  },
  16,
);
const unread: Side = {
  ...side("6.12.0-c", { config: unknownFact, features: unknownFact }),
  types: unknownFact,
};

const terminal = { width: 80, colour: false };
const textOf = (one: Side, other: Side, language: "en" | "zh" = "en", limit = 10): string =>
  diffText([one, other], compareSides(one, other), { language, limit }, terminal);

describe.each(["en", "zh"] as const)("in %s", (language) => {
  test("two kernels that differ in everything", () => {
    expect(textOf(a, b, language)).toMatchSnapshot("text");
    expect(diffMarkdown([a, b], compareSides(a, b), { language, limit: Infinity })).toMatchSnapshot(
      "Markdown",
    );
  });

  test("what is not known of a side is said, and what makes it known", () => {
    expect(textOf(a, unread, language)).toMatchSnapshot("text");
    expect(diffMarkdown([a, unread], compareSides(a, unread), { language, limit: 10 })).toMatchSnapshot(
      "Markdown",
    );
  });

  test("kernels that are alike: one line", () => {
    const text = textOf(a, a, language);
    expect(text).toMatchSnapshot();
    expect(diffMarkdown([a, a], compareSides(a, a), { language, limit: 10 })).toMatch(/^6\.1\.0-a .*\n$/);
  });
});

test("unknown on both sides is not the same", () => {
  const outcomes = compareSides(unread, unread).map(({ section, outcome }) => [section.id, outcome.state]);
  expect(Object.fromEntries(outcomes)).toEqual({
    vermagic: "same",
    "struct-module": "same",
    configuration: "unknown",
    exports: "same",
    types: "unknown",
    toolchain: "unknown",
    loader: "unknown",
  });
});

test("a list that is longer than the limit is counted", () => {
  expect(textOf(a, b, "en", 1)).toContain("… and 1 more; --all lists them");
});

test.each([
  ["differ", a, b],
  ["are alike", a, a],
  ["are not known", a, unread],
])("JSON of kernels that %s keeps to the schema", (_, one, other) => {
  const document: unknown = JSON.parse(diffJson([one, other], compareSides(one, other)));
  valid(document);
  expect(valid.errors).toBeNull();
});

test("JSON has the type behind a CRC, and the members that changed", () => {
  const document: unknown = JSON.parse(diffJson([a, b], compareSides(a, b)));
  expect(document).toMatchObject({
    schema: "kofit-diff/1",
    sections: {
      exports: {
        state: "differs",
        differences: {
          crc: [
            { symbol: "pci_enable", reason: { kind: "struct", name: "device", path: ["pdev", "dev"] } },
            { symbol: "jiffies", reason: null },
          ],
        },
      },
      types: {
        differences: {
          own: [{ name: "device", sizes: [8, 16], affects: 1, members: { added: ["flags"] } }],
          through: [{ name: "pci_dev", through: { path: ["dev"] } }],
        },
      },
    },
  });
});

describe("exports", () => {
  const table = exportTable;

  test("of images alone, where the modules of one kernel are not known", () => {
    const image = { ...table([{ symbol: "x" }]), modulesUnknown: true as const };
    const whole = table([{ symbol: "x" }, { symbol: "y", owner: "drivers/net/mii" }]);
    expect(exportDifferences(image, whole)).toMatchObject({ added: [], removed: [], isImageOnly: true });
    expect(exportDifferences(whole, table([{ symbol: "x" }]))).toMatchObject({
      removed: [{ symbol: "y" }],
      isImageOnly: false,
    });
  });

  test("a kernel without CRCs has no other ones", () => {
    const without = table([{ symbol: "x" }]);
    expect(exportDifferences(without, table([{ symbol: "x", crc: 5 }]))).toMatchObject({ crc: [], same: 1 });
  });
});
