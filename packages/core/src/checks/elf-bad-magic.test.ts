import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ hasHeader: false, sections: [] }) });
  expect(evidence(verdict, "elf-bad-magic")).toEqual([{ size: 8192 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: [String.raw`Invalid ELF header magic: != \x7fELF`],
  });
});

test("older kernels have one line for all ELF defects", () => {
  const verdict = judge({ generation: "5.10" }, { elf: elfShape({ hasHeader: false, sections: [] }) });
  expect(verdict.predicted.log).toEqual(["Module has invalid ELF structures"]);
});
