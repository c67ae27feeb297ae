import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("only one of the two can be loaded", () => {
  const verdict = judge(
    {},
    { imports: imports("_printk"), exports: [{ symbol: "usb_deregister", gplOnly: true }] },
  );
  expect(verdict.outcome).toBe("loads");
  expect(evidence(verdict, "duplicate-export-of-module")).toEqual([
    { owner: "usbcore", symbols: ["usb_deregister"] },
  ]);
});
