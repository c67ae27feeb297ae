import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";

const thisModule = { size: 0x500, name: "hello", exit: 0x4a8 };

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.3.4: it loads, and the init function does not run.
test("a function that nothing points to", () => {
  const verdict = judge({}, { thisModule: { ...thisModule, unlinked: ["init"] } });
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "entry-point-unlinked")).toEqual([{ member: "init", displaced: false }]);
});

test("a pointer into the middle of a function", () => {
  const verdict = judge({}, { thisModule: { ...thisModule, displaced: ["exit"] } });
  expect(evidence(verdict, "entry-point-unlinked")).toEqual([{ member: "exit", displaced: true }]);
});

test("a module without an init function is fine", () => {
  expect(judge({}, { thisModule }).outcome).toBe("loads");
});
