import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { name: "loop" });
  expect(evidence(verdict, "builtin-same-name")).toEqual([
    { name: "loop", path: "kernel/drivers/block/loop.ko" },
  ]);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: ["loop: module is already loaded"] });
});
