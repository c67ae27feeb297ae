import { expect, test } from "vitest";
import { exportTable, imports, unknownFact } from "../../test/build/facts.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

// The usual module imports usb_deregister from usbcore.

test("nothing is loaded", () => {
  const verdict = judgeHanded({ loaded: [] });
  expect(evidence(verdict, "symbol-of-unloaded-module")).toEqual([
    { symbol: "usb_deregister", symbolIndex: 12, owner: "usbcore" },
  ]);
  expect(ids(verdict)).toEqual(["symbol-of-unloaded-module"]);
  expect(verdict.predicted).toEqual({
    errno: "ENOENT",
    log: ["hello: Unknown symbol usb_deregister (err -2)"],
  });
});

test("the module is loaded, by its name or as a file", () => {
  expect(ids(judgeHanded({ loaded: [{ name: "usbcore" }] }))).toEqual([]);
  const exports = [{ symbol: "usb_deregister", gplOnly: true, crc: 0x44 }];
  expect(ids(judgeHanded({ loaded: [{ name: "my_usbcore", exports }] }))).toEqual([]);
});

test("what is loaded is judged as any exporter", () => {
  const offer = { symbol: "usb_deregister", gplOnly: true };
  const judged = (one: object, module = {}) =>
    ids(judgeHanded({ loaded: [{ name: "usbcore", exports: [{ ...offer, ...one }] }] }, {}, module));
  expect(judged({ crc: 0x99 })).toEqual(["symbol-crc-mismatch"]);
  expect(judged({ crc: 0x44, namespace: "USB" })).toEqual(["namespace-not-imported"]);
  expect(judged({ crc: 0x44 }, { license: "Proprietary", imports: imports("usb_deregister") })).toEqual([
    "gpl-only-symbol",
  ]);
  // Exported without a CRC: nothing is compared.
  expect(judged({})).toEqual([]);
});

test("an out-of-tree module that is loaded provides what nothing else does", () => {
  const module = { imports: imports("mine"), modversions: undefined };
  const kernel = { vermagic: "6.12.95-test SMP preempt mod_unload ", crcs: exportTable([]) };
  const loaded = [{ name: "base", exports: [{ symbol: "mine", gplOnly: false }] }];
  const same = { ...module, vermagic: kernel.vermagic };
  expect(ids(judgeHanded({ loaded }, kernel, same))).toEqual([]);
  expect(ids(judgeHanded({ loaded: [] }, kernel, same))).toEqual(["unknown-symbol"]);
});

test("modprobe loads what is needed", () => {
  expect(ids(judgeHanded({ loaded: [], via: "modprobe", packing: null }))).toEqual([]);
});

test("where nobody tells what is loaded, everything may be", () => {
  expect(ids(judgeHanded({}))).toEqual([]);
});

test("without the kernel's exports nothing can be told", () => {
  const verdict = judgeHanded({ loaded: [] }, { exports: unknownFact });
  expect(verdict.outcome).toBe("unknown");
});
