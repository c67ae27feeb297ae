import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge(
    {},
    { elf: elfShape({ sections: sectionsWith(".gnu.linkonce.this_module", { sh_flags: 1 }) }) },
  );
  expect(evidence(verdict, "this-module-not-allocated")).toEqual([{ flags: 1 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["module hello: .gnu.linkonce.this_module must occupy memory during process execution"],
  });
});

test("kernels before 6.4 do not see the section", () => {
  const elf = elfShape({ sections: sectionsWith(".gnu.linkonce.this_module", { sh_flags: 1 }) });
  expect(judge({ generation: "5.13" }, { elf }).predicted.log).toEqual(["hello: No module found in object"]);
});
