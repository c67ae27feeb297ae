import { expect, test } from "vitest";
import { imports, modversions } from "../../test/build/facts.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

const exports = [{ symbol: "mine", gplOnly: false, crc: 0x66 }];
const loaded = [{ name: "usbcore" }, { name: "base", exports, taints: "P" }];
const crcs = { module_layout: 0x11, _printk: 0x22, usb_deregister: 0x44, mine: 0x66 };
const importing = (...names: string[]) => ({ imports: imports(...names), modversions: modversions(crcs) });

test("a GPL-only symbol first, then one of the proprietary module", () => {
  const verdict = judgeHanded({ loaded }, {}, importing("usb_deregister", "_printk", "mine"));
  expect(evidence(verdict, "proprietary-owner")).toEqual([
    { symbol: "mine", symbolIndex: 12, owner: "base", kind: "mixed" },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "ENOENT",
    log: [
      "hello: module using GPL-only symbols uses symbols mine from proprietary module base.",
      "hello: Unknown symbol mine (err -2)",
    ],
  });
});

test("older kernels do not name the symbol", () => {
  const kernel = { release: "5.10.0-32-amd64", generation: "5.10" } as const;
  const verdict = judgeHanded({ loaded }, kernel, importing("usb_deregister", "mine"));
  expect(verdict.predicted.log[0]).toBe(
    "hello: module using GPL-only symbols uses symbols from proprietary module base.",
  );
});

test("the other way round, the GPL-only symbol is hidden", () => {
  const verdict = judgeHanded({ loaded }, {}, importing("mine", "usb_deregister"));
  expect(ids(verdict)).toEqual(["taint-inherited", "proprietary-owner"]);
  expect(verdict.predicted.log).toEqual([
    "hello: module uses symbols mine from proprietary module base, inheriting taint.",
    "hello: Unknown symbol usb_deregister (err -2)",
  ]);
});

test("a weak symbol stays 0, and a proprietary module has its own check", () => {
  expect(ids(judgeHanded({ loaded }, {}, importing("usb_deregister", "mine?")))).toEqual([]);
  const module = { ...importing("usb_deregister", "mine"), license: "Proprietary" };
  expect(ids(judgeHanded({ loaded }, {}, module))).toEqual(["gpl-only-symbol"]);
});
