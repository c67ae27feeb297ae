import fc from "fast-check";
import { expect, test } from "vitest";
import { parseKernelArguments, sameParameter } from "./kernel-arguments.ts";

const pairs = (text: string) => parseKernelArguments(text).list.map(({ name, value }) => [name, value]);

test("words, with and without a value", () => {
  expect(pairs("  quiet\tn=7  who=you n=")).toEqual([
    ["quiet", undefined],
    ["n", "7"],
    ["who", "you"],
    ["n", ""],
  ]);
});

test("quotes keep spaces, and are taken off around a value or a word", () => {
  expect(pairs('who="you and me" "a b=c d" x="')).toEqual([
    ["who", "you and me"],
    ["a b", "c d"],
    ["x", ""],
  ]);
  expect(pairs('dyndbg="file a.c +p" n=1')).toEqual([
    ["dyndbg", "file a.c +p"],
    ["n", "1"],
  ]);
  // Quotes inside a value stay.
  expect(pairs('n=a"b c"')).toEqual([["n", 'a"b c"']]);
});

test("the first equals sign separates, but not in front", () => {
  expect(pairs("a=b=c =x")).toEqual([
    ["a", "b=c"],
    ["=x", undefined],
  ]);
});

test("two dashes end the arguments", () => {
  expect(parseKernelArguments("n=1 -- m=2  x")).toEqual({
    list: [{ name: "n", value: "1" }],
    afterDashes: "m=2  x",
  });
  expect(parseKernelArguments("n=1 --x").list).toHaveLength(2);
});

test("nothing at all", () => {
  expect(parseKernelArguments("")).toEqual({ list: [] });
  expect(parseKernelArguments(" \n")).toEqual({ list: [] });
});

test("any text is taken apart and comes to an end", () => {
  fc.assert(
    fc.property(
      fc.string({
        maxLength: 200,
        unit: fc.constantFrom("a", "b", "-", "_", "=", '"', "'", " ", "\t", "\n"),
      }),
      (text) => {
        const { list } = parseKernelArguments(text);
        return list.length <= text.length;
      },
    ),
  );
});

test("names are the same with - and _", () => {
  expect(sameParameter("log-level", "log_level")).toBe(true);
  expect(sameParameter("loglevel", "log_level")).toBe(false);
});
