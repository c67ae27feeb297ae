import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const common = [7];

test("is refused", () => {
  const verdict = judge({}, { imports: { ...imports("_printk"), common } });
  expect(evidence(verdict, "symbol-common")).toEqual([{ symbolIndex: 7 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["hello: please compile with -fno-common"] });
});

// Seen on 5.10.223, 6.1.176 and 6.12.95: both lines, and the errno of the later symbol.
test("its place among the symbols decides the errno", () => {
  const later = judge({}, { imports: { ...imports("nowhere"), common: [20] } });
  expect(later.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["hello: Unknown symbol nowhere (err -2)", "hello: please compile with -fno-common"],
  });
  const earlier = judge({}, { imports: { ...imports("nowhere"), common } });
  expect(earlier.predicted.errno).toBe("ENOENT");
});
