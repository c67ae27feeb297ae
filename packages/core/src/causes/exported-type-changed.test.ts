import { expect, test } from "vitest";
import { causesOf, only } from "../../test/build/causes.ts";
import { modversions } from "../../test/build/facts.ts";
import { linksOf } from "../analyse/causes-of.ts";
import type { CheckId } from "../analyse/verdict.ts";
import type { ChangedExport, ChangedExports } from "../model/changed-export.ts";

const versions = { module_layout: 0x11, _printk: 0x22, kmalloc_trace: 0x33, usb_deregister: 0x44 };
const layout: ChangedExport = {
  symbol: "module_layout",
  kind: "struct",
  name: "trace_event_call",
  path: ["mod", "trace_events"],
  sizes: [120, 128],
  onlyWhereBuilt: [],
  onlyInKernel: ["filter"],
};
const usb: ChangedExport = {
  symbol: "usb_deregister",
  kind: "function",
  name: "usb_deregister",
  path: [],
  onlyWhereBuilt: [],
  onlyInKernel: [],
};

function found(
  check: CheckId,
  changes: Partial<ChangedExports> = {},
  other: Partial<typeof versions> = {},
): string[] {
  const changedExports = { from: "module", source: "x.ko", exports: [layout, usb], ...changes } as const;
  const causes = causesOf(check, {}, { modversions: modversions({ ...versions, ...other }), changedExports });
  return only("exported-type-changed", causes).map(
    (one) => `${one.certainty}: ${linksOf(one, "en").join(" ")}`,
  );
}

test("module_layout: the type, its sizes, its members, and the way to it", () => {
  const [text, ...more] = found("module-layout-crc-mismatch", {}, { module_layout: 0x12 });
  expect(more).toEqual([]);
  for (const part of [
    "likely: By the module's own types",
    "`struct trace_event_call`",
    "120 bytes there, 128 here",
    "`filter`",
    "`mod.trace_events`",
  ]) {
    expect(text).toContain(part);
  }
});

test("another symbol, whose function changed itself", () => {
  const [text] = found(
    "symbol-crc-mismatch",
    { from: "headers", source: "vmlinux" },
    { usb_deregister: 0x45 },
  );
  expect(text).toContain("By the types in vmlinux of the headers, `usb_deregister` itself");
  expect(text).not.toContain("nearest");
});

test("the kernel that it was built for, and a type of the same size", () => {
  const exports = [{ ...layout, sizes: [128, 128] as const, onlyWhereBuilt: ["a", "b", "c", "d", "e"] }];
  const [text] = found(
    "module-layout-crc-mismatch",
    { from: "kernel that it was built for", source: "6.12.117", exports },
    { module_layout: 0x12 },
  );
  expect(text).toContain("In the kernel that it was built for (6.12.117)");
  expect(text).toContain("of 128 bytes in both");
  expect(text).toContain("`a`, `b`, `c`, `d` …");
});

test("a symbol of which no type is known has no such cause", () => {
  expect(found("symbol-crc-mismatch", {}, { _printk: 0x23 })).toEqual([]);
});
