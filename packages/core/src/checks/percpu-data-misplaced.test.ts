import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";

const code = { perCpu: { section: ".init.text", offset: 0x24, data: ".data..each" } };

// 5.10.223, 6.1.176, 6.12.117, 7.2.13
test("the kernel loads it, and the code goes astray", () => {
  const verdict = judge({}, { code });
  expect(evidence(verdict, "percpu-data-misplaced")).toEqual([code.perCpu]);
  expect(verdict.outcome).toBe("unsafe");
});

test("nothing is said where no such code was found", () => {
  expect(evidence(judge({}, {}), "percpu-data-misplaced")).toEqual([]);
});
