import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ nameTableTerminated: false }) });
  expect(evidence(verdict, "elf-name-table-unterminated")).toEqual([{ index: 7 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["ELF Spec violation: section name table isn't null terminated"],
  });
});

// elf_validity_check() of 5.10.223: secstrings[sh_size - 1]
test("5.10 looks before an empty table", () => {
  const sections = sectionsWith(".shstrtab", { sh_size: 0 }).map((one) => ({ ...one, name: undefined }));
  const verdict = judge({ generation: "5.10" }, { elf: elfShape({ sections, nameTableTerminated: false }) });
  expect(verdict.predicted.log).toEqual(["Module has invalid ELF structures"]);
  expect(evidence(verdict, "elf-name-table-unterminated")).toEqual([{ index: 7 }]);
  const later = judge({ generation: "5.13" }, { elf: elfShape({ sections, nameTableTerminated: false }) });
  expect(evidence(later, "elf-name-table-unterminated")).toEqual([]);
});
