import { expect, test } from "vitest";
import type { Generation } from "../model/generation.ts";
import { section, elfShape } from "../../test/build/facts.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

const loaded = [{ name: "usbcore" }, { name: "hello" }];

test("is refused without a word", () => {
  const verdict = judgeHanded({ loaded });
  expect(evidence(verdict, "name-in-use")).toEqual([{ name: "hello", leaving: false }]);
  expect(ids(verdict)).toEqual(["name-in-use"]);
  expect(verdict.predicted).toEqual({ errno: "EEXIST", log: [] });
});

test("one that is just being removed is in the way, too", () => {
  const verdict = judgeHanded({ loaded: [{ name: "usbcore" }, { name: "hello", leaving: true }] });
  expect(verdict.predicted).toEqual({ errno: "EBUSY", log: [] });
});

test("comes before the layout since 6.4, and after it before", () => {
  const elf = elfShape({}, [section("both", { sh_flags: 7 })]);
  const found = (generation: Generation) => ids(judgeHanded({ loaded }, { generation }, { elf }));
  expect(found("6.4")).toEqual(["name-in-use", "section-writable-and-executable"]);
  expect(found("5.13")).toEqual(["section-writable-and-executable", "name-in-use"]);
});

test("modprobe is content", () => {
  expect(ids(judgeHanded({ loaded, via: "modprobe", packing: null }))).toEqual(["already-loaded"]);
});

test("other names do not matter", () => {
  expect(ids(judgeHanded({ loaded: [{ name: "usbcore" }, { name: "hello2" }] }))).toEqual([]);
});
