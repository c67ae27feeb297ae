import fc from "fast-check";
import { expect, test } from "vitest";
import { pad, widthOf, wrap } from "./wrap.ts";

test("a Chinese character takes two columns", () => {
  expect(widthOf("abc")).toBe(3);
  expect(widthOf("模块.ko")).toBe(7);
  expect(widthOf("（）")).toBe(4);
  expect(pad("内核", 6)).toBe("内核  ");
});

test("lines break at spaces", () => {
  expect(wrap("the kernel has the last word", 12)).toEqual(["the kernel", "has the last", "word"]);
});

test("Chinese breaks between characters, and punctuation does not start a line", () => {
  expect(wrap("内核拒绝加载，因为大小不同。", 12)).toEqual(["内核拒绝加", "载，因为大小", "不同。"]);
  expect(wrap("模块（内核）", 6)).toEqual(["模块", "（内", "核）"]);
});

test("code stays together as long as it fits", () => {
  expect(wrap("then run `apt install pahole` again", 22)).toEqual([
    "then run",
    "`apt install pahole`",
    "again",
  ]);
  expect(wrap("请运行`apt install pahole`。", 22)).toEqual(["请运行", "`apt install pahole`。"]);
});

test("code that does not fit breaks at its spaces, a path not at all", () => {
  expect(wrap("`make -C /lib/modules/6.12/build M=$PWD`", 24)).toEqual([
    "`make -C",
    "/lib/modules/6.12/build",
    "M=$PWD`",
  ]);
  expect(wrap("x /lib/modules/6.12/build", 10)).toEqual(["x", "/lib/modules/6.12/build"]);
});

test("nothing is lost, and nothing that can be broken is too wide", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "b", " ", "模", "块", "，", "（", "`", ".", "-") });
  fc.assert(
    fc.property(texts, fc.integer({ min: 10, max: 60 }), (text, width) => {
      const lines = wrap(text, width);
      expect(lines.join("").replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
      for (const line of lines) {
        expect(line).toBe(line.trim());
        // What is too wide has no place to break.
        expect(widthOf(line) <= width || wrap(line, width).length === 1).toBe(true);
      }
    }),
  );
});
