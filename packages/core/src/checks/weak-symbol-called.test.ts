import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const call = (symbolIndex: number) => ({ section: 8, index: 3, type: 4, symbolIndex, offset: 0x12 });

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.3.4: the call goes to address 0.
test("one that nothing exports", () => {
  const verdict = judge(
    {},
    { imports: imports("_printk", "maybe?"), relocations: { unusual: [], weakCalls: [call(11)] } },
  );
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "weak-symbol-called")).toMatchObject([{ symbol: "maybe", offset: 0x12 }]);
});

test("one that the licence hides", () => {
  const weak = { imports: imports("kmalloc_trace?"), relocations: { unusual: [], weakCalls: [call(10)] } };
  expect(judge({}, weak).outcome).toBe("loads");
  expect(evidence(judge({}, { ...weak, license: "Proprietary" }), "weak-symbol-called")).toHaveLength(1);
});

test("one that is there, or is not called, is fine", () => {
  expect(
    judge({}, { imports: imports("_printk?"), relocations: { unusual: [], weakCalls: [call(10)] } }).outcome,
  ).toBe("loads");
  expect(judge({}, { imports: imports("maybe?") }).outcome).toBe("loads");
});
