import { expect, test } from "vitest";
import { VERMAGIC } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is refused without a word", () => {
  const verdict = judge({}, { vermagic: undefined });
  expect(evidence(verdict, "vermagic-missing")).toEqual([{ kernelVermagic: VERMAGIC }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [] });
});
