import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("loads, and the kernel says what it leaves out", () => {
  const elf = elfShape({}, [section("__ksymtab_gpl"), section("__kcrctab_gpl")]);
  const verdict = judge({ generation: "7.1" }, { elf });
  expect(evidence(verdict, "gpl-exports-ignored")).toEqual([
    { sections: ["__ksymtab_gpl", "__kcrctab_gpl"] },
  ]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted).toEqual({
    errno: null,
    log: ["hello: ignoring obsolete section __ksymtab_gpl", "hello: ignoring obsolete section __kcrctab_gpl"],
  });
});
