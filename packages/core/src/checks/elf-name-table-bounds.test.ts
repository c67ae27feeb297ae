import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ sections: sectionsWith(".shstrtab", { sh_size: 9000 }) }) });
  expect(evidence(verdict, "elf-name-table-bounds")).toEqual([
    { type: 3, offset: 64, end: 9064, size: 8192 },
  ]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid ELF section hdr(type 3)"] });
});

test("kernels since 6.13 find it among all sections", () => {
  const elf = elfShape({ sections: sectionsWith(".shstrtab", { sh_size: 9000 }) });
  const verdict = judge({ generation: "6.13" }, { elf });
  expect(verdict.predicted.log).toEqual(["Invalid ELF section in module (section 7 type 3)"]);
});

test("is found whatever type it says, unlike other sections", () => {
  const elf = elfShape({ sections: sectionsWith(".shstrtab", { sh_type: 0, sh_size: 9000 }) });
  expect(judge({}, { elf }).predicted.log).toEqual(["Invalid ELF section hdr(type 0)"]);
});
