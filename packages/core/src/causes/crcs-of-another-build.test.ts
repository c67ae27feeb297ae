import { expect, test } from "vitest";
import { causesOf, only } from "../../test/build/causes.ts";
import { crcTable, exportTable, imports, modversions } from "../../test/build/facts.ts";

const ID = "crcs-of-another-build";
const rows = [
  { symbol: "module_layout", crc: 1 },
  { symbol: "_printk", crc: 2 },
  { symbol: "kfree", crc: 3 },
  { symbol: "usb_register", crc: 4, owner: "drivers/usb/core/usbcore" },
  { symbol: "usb_deregister", crc: 5, owner: "drivers/usb/core/usbcore" },
];
const kernel = {
  exports: exportTable(rows),
  crcs: crcTable(Object.fromEntries(rows.map(({ symbol, crc }) => [symbol, crc]))),
};

const found = (crcs: Readonly<Record<string, number>>): ReturnType<typeof causesOf> => {
  const names = Object.keys(crcs).filter((name) => name !== "module_layout");
  const module = { modversions: modversions(crcs), imports: imports(...names) };
  const check = crcs["module_layout"] === 1 ? "symbol-crc-mismatch" : "module-layout-crc-mismatch";
  return only(ID, causesOf(check, kernel, module)).slice(0, 1);
};

test("all differ: another build of the kernel", () => {
  expect(found({ module_layout: 9, _printk: 9, kfree: 9 })).toMatchObject([
    { certainty: "likely", evidence: { which: "all", compared: 3, differing: 3 } },
  ]);
});

test("only what one module exports differs: another build of that", () => {
  expect(found({ module_layout: 1, _printk: 2, usb_register: 9, usb_deregister: 9 })).toMatchObject([
    {
      certainty: "likely",
      evidence: { which: "of modules", differing: 2, owners: ["drivers/usb/core/usbcore"] },
    },
  ]);
});

test("some of the module's, or of the kernel's own: types differ, and no build is told", () => {
  expect(found({ module_layout: 1, _printk: 2, usb_register: 4, usb_deregister: 9 })).toMatchObject([
    { certainty: "possible", evidence: { which: "some" } },
  ]);
  expect(found({ module_layout: 1, _printk: 2, kfree: 9, usb_register: 9 })).toMatchObject([
    { certainty: "possible", evidence: { which: "some" } },
  ]);
});

test("two symbols tell no pattern", () => {
  expect(found({ module_layout: 9, _printk: 9 })).toEqual([]);
});
