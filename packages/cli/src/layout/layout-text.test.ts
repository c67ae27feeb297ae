import type { ComparedRow, Layout, LayoutRow } from "@kofit/core";
import { expect, test } from "vitest";
import { comparisonText } from "./comparison-text.ts";
import { layoutText } from "./layout-text.ts";

const terminal = { width: 80, colour: false };
const row = (
  name: string,
  declaration: string,
  bitOffset: number,
  bits: number,
  more: Partial<LayoutRow> = {},
): LayoutRow => ({ depth: 0, name, declaration, bitOffset, bits, ...more });

const state = row("state", "enum module_state state", 0, 32);
const list = row("list", "struct list_head list", 64, 128, { hole: 32 });
const layout: Layout = {
  kind: "struct",
  name: "module",
  size: 128,
  alignment: 64,
  rows: [
    state,
    list,
    row("", "union {…}", 192, 64),
    row("a", "int a", 192, 32, { depth: 1, tail: 32 }),
    row("low", "unsigned int low:3", 256, 3, { bitField: true }),
    row("odd", "struct unknown odd", 288, 0, { hole: 29 }),
    row("init", "int (*init)(void)", 512, 64, { hole: 224 }),
  ],
  padding: 448,
};

test.each(["en", "zh"] as const)("a layout, %s", (language) => {
  expect(layoutText("6.12.0-test", layout, language, terminal)).toMatchSnapshot();
});

const rows: readonly ComparedRow[] = [
  { a: state, b: state, change: "same" },
  { a: list, b: list, change: "same" },
  { a: row("btf_data", "void *btf_data", 256, 64), change: "removed" },
  { b: row("its", "int its", 256, 32), change: "added" },
  {
    a: row("exit", "void (*exit)(void)", 320, 64),
    b: row("exit", "void (*exit)(void)", 288, 64),
    change: "moved",
  },
  {
    a: row("refcnt", "int refcnt", 640, 32),
    b: row("refcnt", "atomic_t refcnt", 640, 32),
    change: "retyped",
  },
  { a: row("end", "int end", 704, 32), b: row("end", "int end", 704, 32), change: "same" },
];
const compared = { name: "module", sizes: [1280, 1216], rows } as const;

test.each(["en", "zh"] as const)("two layouts, %s", (language) => {
  const text = comparisonText(["6.12.0-a", "6.12.0-b"], "struct", compared, false, language, terminal);
  expect(text).toMatchSnapshot();
});

test("two layouts that are alike", () => {
  const alike = { name: "module", sizes: [1280, 1280], rows: rows.slice(0, 2) } as const;
  const text = comparisonText(["a", "b"], "struct", alike, false, "en", terminal);
  expect(text).toContain("laid out alike");
  expect(comparisonText(["a", "b"], "struct", alike, true, "en", terminal)).toContain(
    "struct list_head list",
  );
});
