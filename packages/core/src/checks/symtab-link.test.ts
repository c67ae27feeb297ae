import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ sections: sectionsWith(".symtab", { sh_link: 40 }) }) });
  expect(evidence(verdict, "symtab-link")).toEqual([{ sh_link: 40, e_shnum: 8 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["Invalid ELF sh_link!=SHN_UNDEF(40) or (sh_link(40) >= hdr->e_shnum(8)"],
  });
});
