import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({}, [section(".symtab", { sh_type: 2, sh_link: 6 })]) });
  expect(evidence(verdict, "symtab-twice")).toEqual([{ count: 2 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["hello: module has no symbols (stripped?)"] });
});

test("kernels before 6.4 take the first", () => {
  const elf = elfShape({}, [section(".symtab", { sh_type: 2, sh_link: 6 })]);
  expect(judge({ generation: "5.13" }, { elf }).outcome).toBe("loads");
});
