import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge(
    {},
    { elf: elfShape({ sections: sectionsWith(".symtab", undefined), e_shstrndx: 6 }) },
  );
  expect(evidence(verdict, "symtab-missing")).toEqual([{ sections: 7 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["hello: module has no symbols (stripped?)"] });
});

test("since 6.13 a wrong size is seen first", () => {
  const elf = elfShape({ sections: sectionsWith(".symtab", undefined), e_shstrndx: 6 });
  const thisModule = { size: 0x4c0 };
  expect(ids(judge({ generation: "6.4" }, { elf, thisModule }))).toEqual([
    "symtab-missing",
    "this-module-size",
  ]);
  expect(ids(judge({ generation: "6.13" }, { elf, thisModule }))).toEqual([
    "this-module-size",
    "symtab-missing",
  ]);
});
