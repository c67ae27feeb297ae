import { expect, test } from "vitest";
import { evidence, ids, judge } from "../../test/build/judge.ts";

test("a symbol of the kernel itself", () => {
  const verdict = judge({}, { exports: [{ symbol: "_printk", gplOnly: false }] });
  expect(evidence(verdict, "duplicate-export")).toEqual([{ symbol: "_printk", owner: "kernel" }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["hello: exports duplicate symbol _printk (owned by kernel)"],
  });
});

test("a symbol of a module that has to be loaded before", () => {
  const verdict = judge({}, { exports: [{ symbol: "usb_deregister", gplOnly: true }] });
  expect(evidence(verdict, "duplicate-export")).toEqual([{ symbol: "usb_deregister", owner: "usbcore" }]);
});

test("a module is no duplicate of itself", () => {
  const verdict = judge({}, { name: "usbcore", exports: [{ symbol: "usb_deregister", gplOnly: true }] });
  expect(ids(verdict)).toEqual([]);
});
