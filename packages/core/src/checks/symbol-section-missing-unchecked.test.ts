import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
import { ids, judge } from "../../test/build/judge.ts";

// Seen on 5.10.223: an oops in load_module().
test("crashes a loader that does not look", () => {
  const homeless = [{ symbolIndex: 9, symbol: "hello_state", section: 500 }];
  const verdict = judge({ features: new Set() }, { imports: { ...imports("_printk"), homeless } });
  expect(ids(verdict)).toEqual(["symbol-section-missing-unchecked"]);
  expect(verdict.outcome).toBe("unsafe");
});
