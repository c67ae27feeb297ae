import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({}, [section(".modinfo")]) });
  expect(evidence(verdict, "modinfo-twice")).toEqual([{ count: 2 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Only one .modinfo section must exist."] });
});

test("kernels before 6.4 take the first", () => {
  const elf = elfShape({}, [section(".modinfo")]);
  expect(judge({ generation: "5.13" }, { elf }).outcome).toBe("loads");
});

test("one without bytes in the file counts since 6.13", () => {
  const elf = elfShape({}, [section(".modinfo", { sh_type: 8 })]);
  expect(evidence(judge({ generation: "6.4" }, { elf }), "modinfo-twice")).toEqual([]);
  expect(evidence(judge({ generation: "6.13" }, { elf }), "modinfo-twice")).toEqual([{ count: 2 }]);
});
