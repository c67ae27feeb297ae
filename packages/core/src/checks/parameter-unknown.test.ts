import { expect, test } from "vitest";
import { unknownFact } from "../../test/build/facts.ts";
import { evidence, ids, judge, judgeHanded } from "../../test/build/judge.ts";

const takes = [{ name: "log_level", type: "int" }];

test("is ignored, with a line for each", () => {
  const verdict = judgeHanded({ parameters: "a=1 log-level=2 b", takes });
  expect(evidence(verdict, "parameter-unknown")).toMatchObject([
    { name: "a", argument: 0, known: ["log_level"] },
    { name: "b", argument: 2 },
  ]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted).toEqual({
    errno: null,
    log: ["hello: unknown parameter 'a' ignored", "hello: unknown parameter 'b' ignored"],
  });
});

test("a module without any", () => {
  expect(ids(judgeHanded({ parameters: "a", takes: [] }))).toEqual(["parameter-unknown"]);
});

test("every module knows these", () => {
  expect(ids(judgeHanded({ parameters: 'async_probe dyndbg="+p"', takes: [] }))).toEqual([]);
});

test("without parameters nothing is asked", () => {
  expect(judge({ config: unknownFact }, {}).inconclusive.map(({ check }) => check)).not.toContain(
    "parameter-unknown",
  );
});
