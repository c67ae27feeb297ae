import { expect, test } from "vitest";
import { elfShape, section, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ sections: sectionsWith(".symtab", { sh_link: 40 }) }) });
  expect(evidence(verdict, "symtab-link")).toEqual([{ index: 5, sh_link: 40, e_shnum: 8 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["Invalid ELF sh_link!=SHN_UNDEF(40) or (sh_link(40) >= hdr->e_shnum(8)"],
  });
});

test("one in the second table is met by those that go through all sections", () => {
  const elf = elfShape({}, [section("more", { sh_type: 2, sh_link: 0 })]);
  const count = elf.sections.length;
  expect(evidence(judge({ generation: "5.13" }, { elf }), "symtab-link")).toEqual([
    { index: count - 1, sh_link: 0, e_shnum: count },
  ]);
  expect(evidence(judge({ generation: "6.13" }, { elf }), "symtab-link")).toEqual([]);
});
