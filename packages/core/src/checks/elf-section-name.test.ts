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

// Seen on 7.3.4; 6.12.95 does not look at such a section here.
test("since 6.13 it is looked for in sections that are not loaded, too", () => {
  const elf = elfShape({ sections: sectionsWith(".strtab", { name: undefined }) });
  expect(judge({ generation: "7.1" }, { elf }).predicted.log).toEqual([
    "Invalid ELF section name in module (section 6 type 3)",
  ]);
  expect(evidence(judge({}, { elf }), "elf-section-name")).toEqual([]);
});
