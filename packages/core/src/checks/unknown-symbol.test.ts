import { expect, test } from "vitest";
import { imports, unknownFact } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("all are told, with similar names", () => {
  const verdict = judge({}, { imports: imports("_printk", "kmalloc_tracer", "nowhere") });
  expect(evidence(verdict, "unknown-symbol")).toEqual([
    { symbol: "kmalloc_tracer", symbolIndex: 11, similar: ["kmalloc_trace"] },
    { symbol: "nowhere", symbolIndex: 12, similar: [] },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "ENOENT",
    log: ["hello: Unknown symbol kmalloc_tracer (err -2)", "hello: Unknown symbol nowhere (err -2)"],
  });
});

test("a weak one stays 0", () => {
  expect(judge({}, { imports: imports("nowhere?") }).outcome).toBe("loads");
});

test("without the kernel's exports it is inconclusive, and says which fact is missing", () => {
  const verdict = judge({ exports: unknownFact }, {});
  expect(verdict.outcome).toBe("unknown");
  expect(verdict.inconclusive.find(({ check }) => check === "unknown-symbol")?.missing[0]?.fact).toBe(
    "kernel.exports",
  );
});
