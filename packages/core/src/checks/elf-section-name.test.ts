import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ sections: sectionsWith(".text", { name: undefined }) }) });
  expect(evidence(verdict, "elf-section-name")).toEqual([{ index: 1, type: 1 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["Invalid ELF section name in module (section 1 type 1)"],
  });
});
