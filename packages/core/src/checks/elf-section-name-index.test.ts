import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ e_shstrndx: 9, e_shnum: 8 }) });
  expect(evidence(verdict, "elf-section-name-index")).toEqual([{ e_shstrndx: 9, e_shnum: 8 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["Invalid ELF section name index: 9 || e_shstrndx (9) >= e_shnum (8)"],
  });
});

test("older kernels have one line for all ELF defects", () => {
  const verdict = judge({ generation: "5.10" }, { elf: elfShape({ e_shstrndx: 9, e_shnum: 8 }) });
  expect(verdict.predicted.log).toEqual(["Module has invalid ELF structures"]);
});
