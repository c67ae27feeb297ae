import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ sections: sectionsWith(".shstrtab", { sh_size: 0 }) }) });
  expect(evidence(verdict, "elf-name-table-empty")).toEqual([{ index: 7 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["empty section name table"] });
});
