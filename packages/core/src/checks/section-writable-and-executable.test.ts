import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({}, [section(".text.patch", { sh_flags: 7 })]) });
  expect(evidence(verdict, "section-writable-and-executable")).toEqual([
    { index: 8, section: ".text.patch" },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["hello: section .text.patch (index 8) has invalid WRITE|EXEC flags"],
  });
});
