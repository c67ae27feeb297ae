import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const homeless = [{ symbolIndex: 9, symbol: "hello_state", section: 500 }];
const features = new Set(["section-index-checks"] as const);

// Seen on 6.1.176, 6.12.95 and 7.3.4.
test("is refused where the loader looks", () => {
  const verdict = judge({ features }, { imports: { ...imports("_printk"), homeless } });
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["hello: Symbol hello_state has an invalid section index 500 (max 7)"],
  });
  expect(evidence(verdict, "symbol-section-missing-unchecked")).toEqual([]);
});

test("its place among the symbols decides the errno", () => {
  const verdict = judge({ features }, { imports: { ...imports("nowhere"), homeless } });
  expect(verdict.predicted.errno).toBe("ENOENT");
  expect(verdict.predicted.log).toHaveLength(2);
});
