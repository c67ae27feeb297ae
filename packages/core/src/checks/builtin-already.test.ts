import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";

test.each([
  [{}, null],
  [{ inSysfs: false }, false],
])("%o is only a note", (known, inSysfs) => {
  const builtins = new Map([["loop", { path: "kernel/drivers/block/loop.ko", ...known }]]);
  const verdict = judge({ builtins }, { name: "loop" });
  expect(verdict.outcome).toBe("loads");
  expect(evidence(verdict, "builtin-already")).toEqual([
    { name: "loop", path: "kernel/drivers/block/loop.ko", inSysfs },
  ]);
});
