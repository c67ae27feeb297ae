import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ sections: sectionsWith("", { sh_size: 8 }) }) });
  expect(evidence(verdict, "elf-section-zero")).toEqual([{ type: 0, size: 8 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["ELF Spec violation: section 0 type(0)!=SH_NULL or non-zero len or addr"],
  });
});
