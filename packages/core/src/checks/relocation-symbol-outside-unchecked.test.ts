import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";

test("x86_64 reads what stands behind the table", () => {
  const symbolOutside = { section: 8, index: 3, type: 2, symbolIndex: 5000, offset: 4 };
  const verdict = judge({}, { relocations: { unusual: [], symbolOutside } });
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "relocation-symbol-outside-unchecked")).toMatchObject([
    { symbolIndex: 5000, symbols: 2 },
  ]);
});
