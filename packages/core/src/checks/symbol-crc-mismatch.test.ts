import { expect, test } from "vitest";
import { exportTable, imports, modversions, unknownFact, crcTable } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const versions = modversions({
  module_layout: 0x11,
  _printk: 0x22,
  kmalloc_trace: 0x34,
  usb_deregister: 0x45,
});

test("every wrong CRC is told, in the order of .symtab", () => {
  const verdict = judge({}, { modversions: versions });
  expect(evidence(verdict, "symbol-crc-mismatch")).toEqual([
    { symbol: "kmalloc_trace", symbolIndex: 11, moduleCrc: 0x34, kernelCrc: 0x33, owner: "vmlinux" },
    {
      symbol: "usb_deregister",
      symbolIndex: 12,
      moduleCrc: 0x45,
      kernelCrc: 0x44,
      owner: "drivers/usb/core/usbcore",
    },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "EINVAL",
    log: [
      "hello: disagrees about version of symbol kmalloc_trace",
      "hello: Unknown symbol kmalloc_trace (err -22)",
      "hello: disagrees about version of symbol usb_deregister",
      "hello: Unknown symbol usb_deregister (err -22)",
    ],
  });
});

test("the errno is that of the last symbol that fails", () => {
  const wrong = modversions({ module_layout: 0x11, kmalloc_trace: 0x34 });
  const first = judge({}, { modversions: wrong, imports: imports("nowhere", "kmalloc_trace") });
  expect(first.predicted.errno).toBe("EINVAL");
  const last = judge({}, { modversions: wrong, imports: imports("kmalloc_trace", "nowhere") });
  expect(last.predicted.errno).toBe("ENOENT");
  expect(last.findings[0]).toMatchObject({ check: "symbol-crc-mismatch", decisive: true });
});

test("the CRCs alone are enough", () => {
  const crcs = crcTable({ module_layout: 0x11, kmalloc_trace: 0x33 });
  const verdict = judge({ exports: unknownFact, crcs }, { modversions: versions });
  expect(evidence(verdict, "symbol-crc-mismatch")).toEqual([
    { symbol: "kmalloc_trace", symbolIndex: 11, moduleCrc: 0x34, kernelCrc: 0x33 },
  ]);
});

test("a symbol that was exported without CRC is accepted", () => {
  const exports = exportTable([{ symbol: "module_layout", crc: 0x11 }, { symbol: "memcpy" }]);
  const verdict = judge(
    { exports, crcs: { names: exports.names, crcs: exports.crcs } },
    { imports: imports("memcpy"), modversions: modversions({ module_layout: 0x11, memcpy: 0x99 }) },
  );
  expect(verdict.outcome).toBe("loads");
});

test("the order of the versions does not matter, and the first of a name counts", () => {
  const shuffled = { usb_deregister: 0x44, kmalloc_trace: 0x33, _printk: 0x22, module_layout: 0x11 };
  expect(judge({}, { modversions: modversions(shuffled) }).outcome).toBe("loads");
});

test("a licence that hides a symbol is told instead of its CRC", () => {
  const verdict = judge(
    {},
    { modversions: versions, license: "Proprietary", imports: imports("kmalloc_trace") },
  );
  expect(ids(verdict)).toEqual(["gpl-only-symbol", "symbol-crc-mismatch"]);
  expect(verdict.predicted).toEqual({
    errno: "ENOENT",
    log: ["hello: Unknown symbol kmalloc_trace (err -2)"],
  });
});
