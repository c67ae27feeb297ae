import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ sections: sectionsWith(".shstrtab", { sh_size: 0 }) }) });
  expect(evidence(verdict, "elf-name-table-empty")).toEqual([{ index: 7 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["empty section name table"] });
});

// Seen on 5.10.223.
test("5.10 looks at the names only, and the first is outside", () => {
  const elf = elfShape({
    sections: sectionsWith(".shstrtab", { sh_size: 0 }).map((one) => ({ ...one, name: undefined })),
  });
  const verdict = judge({ generation: "5.10" }, { elf });
  expect(ids(verdict)).toEqual(["elf-section-name"]);
  expect(verdict.predicted.log).toEqual([
    "Invalid ELF section name in module (section 1 type 1)",
    "Module has invalid ELF structures",
  ]);
});
