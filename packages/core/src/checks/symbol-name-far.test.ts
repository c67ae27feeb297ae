import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const module = { imports: { ...imports("_printk"), nameless: [41] } };

// Seen on 5.10.223, 6.1.176 and 6.12.95: an oops in strcmp().
test("up to 6.12 the name is read all the same", () => {
  const verdict = judge({ generation: "6.4" }, module);
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "symbol-name-far")).toEqual([{ symbolIndex: 41 }]);
});

test("since 6.13 the names were looked at before", () => {
  expect(evidence(judge({ generation: "6.13" }, module), "symbol-name-far")).toEqual([]);
});

// Seen on 6.12.117 of riscv64, which has the order of 6.13.
test("6.12 with the checks of 6.13 does not look at them", () => {
  const verdict = judge({ generation: "6.13", release: "6.12.117-test" }, module);
  expect(evidence(verdict, "symbol-name-far")).toEqual([{ symbolIndex: 41 }]);
});
