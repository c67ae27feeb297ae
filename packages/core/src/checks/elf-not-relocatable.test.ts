import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ e_type: 3 }) });
  expect(evidence(verdict, "elf-not-relocatable")).toEqual([{ e_type: 3, kind: "ET_DYN" }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid ELF header type: 3 != 1"] });
});

test("older kernels have one line for all ELF defects", () => {
  const verdict = judge({ generation: "5.10" }, { elf: elfShape({ e_type: 3 }) });
  expect(verdict.predicted.log).toEqual(["Module has invalid ELF structures"]);
});
