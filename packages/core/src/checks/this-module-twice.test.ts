import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({}, [section(".gnu.linkonce.this_module")]) });
  expect(evidence(verdict, "this-module-twice")).toEqual([{ count: 2 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["module hello: Only one .gnu.linkonce.this_module section must exist."],
  });
});

test("kernels before 6.4 take the first", () => {
  const elf = elfShape({}, [section(".gnu.linkonce.this_module")]);
  expect(judge({ generation: "5.13" }, { elf }).outcome).toBe("loads");
});
