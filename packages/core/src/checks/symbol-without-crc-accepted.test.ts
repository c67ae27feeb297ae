import { expect, test } from "vitest";
import { modversions } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("mainline warns once and goes on", () => {
  const versions = modversions({ module_layout: 0x11, _printk: 0x22, usb_deregister: 0x44 });
  const verdict = judge({}, { modversions: versions });
  expect(verdict.outcome).toBe("loads");
  expect(evidence(verdict, "symbol-without-crc-accepted")).toEqual([
    { symbol: "kmalloc_trace", symbolIndex: 11 },
  ]);
});
