import { expect, test } from "vitest";
import { imports } from "../../test/build/facts.ts";
import { evidence, ids, judge, judgeHanded } from "../../test/build/judge.ts";

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

test("a module that is loaded is in the way, one that is not is none", () => {
  const mine = [{ symbol: "mine", gplOnly: false, crc: 1 }];
  const judged = (...loaded: readonly string[]) =>
    judgeHanded(
      { loaded: loaded.map((name) => ({ name, exports: mine })) },
      {},
      { exports: mine, imports: imports() },
    );
  expect(judged("base").predicted.log).toEqual(["hello: exports duplicate symbol mine (owned by base)"]);
  expect(ids(judged())).toEqual([]);
  const usb = [{ symbol: "usb_deregister", gplOnly: true, crc: 1 }];
  const module = { exports: usb, imports: imports() };
  expect(ids(judgeHanded({ loaded: [] }, {}, module))).toEqual([]);
  expect(ids(judgeHanded({ loaded: [{ name: "usbcore" }] }, {}, module))).toEqual(["duplicate-export"]);
});
