import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ nameTableTerminated: false }) });
  expect(evidence(verdict, "elf-name-table-unterminated")).toEqual([{ index: 7 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["ELF Spec violation: section name table isn't null terminated"],
  });
});
