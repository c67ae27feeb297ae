import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";

test("is told", () => {
  const name = "a".repeat(56);
  const thisModule = { size: 0x500, init: 0x138, exit: 0x4a8, name, unterminatedName: true } as const;
  const verdict = judge({}, { thisModule });
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "module-name-unterminated")).toEqual([{ name }]);
});
