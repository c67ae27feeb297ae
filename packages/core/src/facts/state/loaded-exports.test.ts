import { expect, test } from "vitest";
import { exportTable } from "../../../test/build/facts.ts";
import { findExport } from "../../model/exports.ts";
import { exportsWith } from "./loaded-exports.ts";

const all = exportTable([
  { symbol: "_printk", crc: 1 },
  { symbol: "usb_deregister", crc: 2, gplOnly: true, owner: "drivers/usb/core/usbcore" },
  { symbol: "mii_check_link", crc: 3, owner: "drivers/net/mii" },
]);

test("the image and what is loaded", () => {
  const table = exportsWith(all, [{ name: "usbcore" }], false);
  expect(findExport(table, "_printk")).toMatchObject({ owner: "vmlinux", crc: 1 });
  expect(findExport(table, "usb_deregister")).toMatchObject({ crc: 2, gplOnly: true });
  expect(findExport(table, "mii_check_link")).toBeUndefined();
});

test("the rest comes when it is needed", () => {
  const table = exportsWith(all, [], true);
  expect(findExport(table, "mii_check_link")).toMatchObject({ owner: "drivers/net/mii" });
});

test("of one name, the image wins, then who was loaded first", () => {
  const exports = ["_printk", "mine", "mii_check_link"].map((symbol) => ({ symbol, gplOnly: false, crc: 9 }));
  const first = { name: "first", exports };
  const second = { name: "second", exports: [{ symbol: "mine", gplOnly: true, namespace: "N" }] };
  const table = exportsWith(all, [first, second], true);
  expect(findExport(table, "_printk")).toMatchObject({ owner: "vmlinux", crc: 1 });
  expect(findExport(table, "mine")).toMatchObject({ owner: "first", crc: 9 });
  expect(findExport(table, "mii_check_link")).toMatchObject({ owner: "first" });
});

test("namespaces and missing CRCs are kept", () => {
  const loaded = { name: "base", exports: [{ symbol: "mine", gplOnly: true, namespace: "N" }] };
  expect(findExport(exportsWith(all, [loaded], false), "mine")).toEqual({
    symbol: "mine",
    gplOnly: true,
    namespace: "N",
    crc: 0,
    owner: "base",
  });
});
