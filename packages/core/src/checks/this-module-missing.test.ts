import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge(
    {},
    {
      elf: elfShape({ sections: sectionsWith(".gnu.linkonce.this_module", undefined), e_shstrndx: 6 }),
      thisModule: undefined,
    },
  );
  expect(evidence(verdict, "this-module-missing")).toEqual([{ sections: 7 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["module hello: Only one .gnu.linkonce.this_module section must exist."],
  });
});

test.each([
  ["5.13", "hello: No module found in object"],
  ["6.13", "module hello: Exactly one .gnu.linkonce.this_module section must exist."],
] as const)("%s has other words", (generation, line) => {
  const elf = elfShape({
    sections: sectionsWith(".symtab", {}).filter((s) => s.name !== ".gnu.linkonce.this_module"),
    e_shstrndx: 6,
  });
  expect(judge({ generation }, { elf, thisModule: undefined }).predicted.log).toEqual([line]);
});

test("a module without a name in .modinfo is called that", () => {
  const elf = elfShape({ sections: sectionsWith(".gnu.linkonce.this_module", undefined), e_shstrndx: 6 });
  expect(judge({}, { elf, thisModule: undefined, name: undefined }).predicted.log).toEqual([
    "module (missing .modinfo section or name field): Only one .gnu.linkonce.this_module section must exist.",
  ]);
});
