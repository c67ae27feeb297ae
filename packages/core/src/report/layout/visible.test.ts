import fc from "fast-check";
import { expect, test } from "vitest";
import { visible, visibleJson } from "./visible.ts";

test("control characters, escapes and marks that reorder text are written out", () => {
  expect(visible("a\u001b[31mb")).toBe(String.raw`a\x1b[31mb`);
  expect(visible("\r\n\t\u0000\u007f")).toBe(String.raw`\x0d\x0a\x09\x00\x7f`);
  expect(visible("\u009b2J")).toBe(String.raw`\x9b2J`);
  expect(visible("ok.\u202eexe")).toBe(String.raw`ok.\u202eexe`);
  expect(visible("a\u200bb\ufeff\u2028")).toBe(String.raw`a\u200bb\ufeff\u2028`);
  expect(visible("\ud800x")).toBe(String.raw`\ud800x`);
});

test("what can be read stays", () => {
  const text = "tty0tty.ko: Größe, 模块（内核）、🐧 `code`";
  expect(visible(text)).toBe(text);
});

test("a text without end is cut", () => {
  expect(visible("x".repeat(1_000_000)).length).toBeLessThan(2100);
});

test("nothing that a terminal acts on is ever left", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});

test("JSON means the same after its invisible characters are escaped", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value, undefined, 2);
      const escaped = visibleJson(json);
      expect(JSON.parse(escaped)).toEqual(JSON.parse(json));
      expect(escaped.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
  );
});
