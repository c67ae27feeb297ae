import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { ids, judge, judgeHanded } from "../../test/build/judge.ts";

const elf = elfShape({ hasHeader: false, size: 0, sections: [] });

test("is refused without a word", () => {
  const verdict = judge({}, { elf });
  expect(ids(verdict)).toEqual(["file-empty"]);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: [] });
});

test("comes before signatures", () => {
  expect(judge({ signaturePolicy: "enforced" }, { elf }).predicted.errno).toBe("EINVAL");
});

test("init_module has its own answer", () => {
  expect(ids(judgeHanded({ via: "init" }, {}, { elf }))).toEqual(["image-too-short"]);
});
