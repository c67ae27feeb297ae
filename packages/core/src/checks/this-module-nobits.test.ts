import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge(
    {},
    { elf: elfShape({ sections: sectionsWith(".gnu.linkonce.this_module", { sh_type: 8 }) }) },
  );
  expect(evidence(verdict, "this-module-nobits")).toEqual([{ size: 0x500 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["module hello: Only one .gnu.linkonce.this_module section must exist."],
  });
});

test("since 6.13 it has its own line", () => {
  const elf = elfShape({ sections: sectionsWith(".gnu.linkonce.this_module", { sh_type: 8 }) });
  expect(judge({ generation: "6.13" }, { elf }).predicted.log).toEqual([
    "module hello: .gnu.linkonce.this_module section must have a size set",
  ]);
});
