import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is hidden from a proprietary module", () => {
  const verdict = judge({}, { license: "Proprietary", imports: imports("_printk", "usb_deregister") });
  expect(evidence(verdict, "gpl-only-symbol")).toEqual([
    { symbol: "usb_deregister", symbolIndex: 11, owner: "drivers/usb/core/usbcore", license: "Proprietary" },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "ENOENT",
    log: ["hello: Unknown symbol usb_deregister (err -2)"],
  });
});

test("a module without a licence is proprietary", () => {
  const verdict = judge({}, { license: undefined, imports: imports("kmalloc_trace") });
  expect(evidence(verdict, "gpl-only-symbol")).toMatchObject([{ license: null }]);
});

test.each(["GPL", "GPL v2", "Dual MIT/GPL"])("%s sees it", (license) => {
  expect(judge({}, { license }).outcome).toBe("loads");
});
