import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { ids, judge } from "../../test/build/judge.ts";

// Seen on 5.10.223, 6.1.176 and 6.12.95.
test("is told", () => {
  const verdict = judge({}, { elf: elfShape({}, [section("__obsparm")]) });
  expect(ids(verdict)).toEqual(["obsolete-parameters"]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted.log).toEqual(["hello: Ignoring obsolete parameters"]);
});

test("a section that is not loaded is not found", () => {
  expect(ids(judge({}, { elf: elfShape({}, [section("__obsparm", { sh_flags: 0 })]) }))).toEqual([]);
});
