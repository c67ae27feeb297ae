import { expect, test } from "vitest";
import { ids, judgeHanded } from "../../test/build/judge.ts";

test("are ignored, with a line", () => {
  const verdict = judgeHanded({ parameters: "n=1 -- debug=1 x", takes: [{ name: "n", type: "int" }] });
  expect(ids(verdict)).toEqual(["parameters-after-dashes"]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted.log).toEqual(["hello: parameters 'debug=1 x' after `--' ignored"]);
});

test("behind a refusal nobody gets there", () => {
  const verdict = judgeHanded({ parameters: "n=x -- y", takes: [{ name: "n", type: "int" }] });
  expect(verdict.predicted.log).toEqual(["hello: `x' invalid for parameter `n'"]);
});
