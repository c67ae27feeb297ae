import { expect, test } from "vitest";
import { exportAt, findExport } from "../../model/exports.ts";
import { text } from "../../../test/build/byte-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { parseModuleSymvers } from "./module-symvers.ts";

const five =
  "0x4c9d28b0\tphys_base\tvmlinux\tEXPORT_SYMBOL\t\n" +
  "0x039823de\tinit_uts_ns\tvmlinux\tEXPORT_SYMBOL_GPL\t\n" +
  "0x00000000\tmii_nway_restart\tdrivers/net/mii\tEXPORT_SYMBOL\tNET_MII\n";

const parse = (content: string): ReturnType<typeof parseModuleSymvers> =>
  parseModuleSymvers(text(content), "Module.symvers");
const rows = (content: string): ReturnType<typeof exportAt>[] => {
  const table = parse(content);
  return Array.from({ length: table.names.count }, (_, row) => exportAt(table, row));
};

test("five columns, as kernels since 5.6 have them", () => {
  expect(rows(five)).toEqual([
    { symbol: "phys_base", crc: 0x4c9d28b0, gplOnly: false, owner: "vmlinux" },
    { symbol: "init_uts_ns", crc: 0x039823de, gplOnly: true, owner: "vmlinux" },
    { symbol: "mii_nway_restart", crc: 0, gplOnly: false, owner: "drivers/net/mii", namespace: "NET_MII" },
  ]);
  expect(findExport(parse(five), "init_uts_ns")?.crc).toBe(0x039823de);
  expect(findExport(parse(five), "init_uts")).toBeUndefined();
});

test("four columns, as kernels up to 5.3 have them, and every kind of that time", () => {
  const kinds = [
    "EXPORT_SYMBOL",
    "EXPORT_SYMBOL_GPL",
    "EXPORT_UNUSED_SYMBOL",
    "EXPORT_UNUSED_SYMBOL_GPL",
    "EXPORT_SYMBOL_GPL_FUTURE",
  ];
  const found = rows(kinds.map((kind, i) => `0x0000000${i}\ts${i}\tvmlinux\t${kind}\n`).join(""));
  expect(found.map(({ gplOnly }) => gplOnly)).toEqual([false, true, false, true, false]);
});

test("the namespace in front of the owner, as 5.4 and 5.5 wrote it", () => {
  expect(
    rows("0x1\ta\t\tvmlinux\tEXPORT_SYMBOL\n0x2\tb\tUSB_STORAGE\tdrivers/usb/x\tEXPORT_SYMBOL_GPL\n"),
  ).toEqual([
    { symbol: "a", crc: 1, gplOnly: false, owner: "vmlinux" },
    { symbol: "b", crc: 2, gplOnly: true, owner: "drivers/usb/x", namespace: "USB_STORAGE" },
  ]);
});

test("lines may end as Windows ends them", () => {
  expect(
    rows("0x00000001\ta\tvmlinux\tEXPORT_SYMBOL\r\n0x00000002\tb\tvmlinux\tEXPORT_SYMBOL\tNS\r\n"),
  ).toEqual([
    { symbol: "a", crc: 1, gplOnly: false, owner: "vmlinux" },
    { symbol: "b", crc: 2, gplOnly: false, owner: "vmlinux", namespace: "NS" },
  ]);
});

test("an empty file exports nothing", () => {
  expect(parse("").names.count).toBe(0);
});

test.each([
  ["two columns", "0x00000001\ta\n", 1, 0],
  ["six columns", `${five}0x00000001\ta\tvmlinux\tEXPORT_SYMBOL\t\tmore\n`, 4, five.length],
  ["no CRC", "a\tb\tvmlinux\tEXPORT_SYMBOL\n", 1, 0],
  ["a CRC of nine digits", "0x123456789\tb\tvmlinux\tEXPORT_SYMBOL\n", 1, 0],
  ["an unknown kind", `${five}0x1\tb\tvmlinux\tEXPORTED\n`, 4, five.length],
  ["no symbol", "0x1\t\tvmlinux\tEXPORT_SYMBOL\n", 1, 0],
  ["a NUL in the symbol", "0x1\ta\0b\tvmlinux\tEXPORT_SYMBOL\n", 1, 0],
  ["a blank line", `${five}\n`, 4, five.length],
  ["a line that does not end", five.slice(0, -1), 3, five.length - 1],
])("%s is told with line and offset", (_, content, line, offset) => {
  expect(() => parse(content)).toThrow(
    expect.objectContaining({ name: "FormatError", offset, what: expect.stringContaining(`line ${line}`) }),
  );
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(text(five), (bytes) => parseModuleSymvers(bytes, "Module.symvers"));
});
