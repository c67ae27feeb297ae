import { expect, test } from "vitest";
import { causesOf, only } from "../../test/build/causes.ts";
import { imports, modversions } from "../../test/build/facts.ts";

const ID = "symvers-of-another-build";
const symversDifferences = {
  symvers: "Module.symvers",
  image: "vmlinuz",
  count: 3,
  lines: [
    { symbol: "module_layout", symvers: { crc: 0x12, gplOnly: false }, image: { crc: 0x11, gplOnly: false } },
    { symbol: "_printk", symvers: { crc: 0x23, gplOnly: false }, image: { crc: 0x22, gplOnly: false } },
    { symbol: "gone", symvers: { crc: 1, gplOnly: true } },
  ],
};

test("the module has the CRC of the file, not that of the image", () => {
  const module = {
    modversions: modversions({ module_layout: 0x12, _printk: 0x23 }),
    imports: imports("_printk"),
  };
  expect(only(ID, causesOf("module-layout-crc-mismatch", { symversDifferences }, module))).toMatchObject([
    { certainty: "certain", evidence: { symbol: "module_layout", listed: 0x12, exported: 0x11 } },
  ]);
  expect(only(ID, causesOf("symbol-crc-mismatch", { symversDifferences }, module))).toMatchObject([
    { certainty: "certain", evidence: { symbol: "_printk", listed: 0x23, exported: 0x22 } },
  ]);
});

test("a module with a third CRC was built with neither", () => {
  const module = { modversions: modversions({ module_layout: 0x77 }), imports: imports() };
  expect(only(ID, causesOf("module-layout-crc-mismatch", { symversDifferences }, module))).toEqual([]);
});

test("a symbol that the file lists and the image does not export", () => {
  const module = { imports: imports("gone"), modversions: modversions({ module_layout: 0x11, gone: 1 }) };
  expect(only(ID, causesOf("unknown-symbol", { symversDifferences }, module))).toEqual([
    {
      id: ID,
      certainty: "certain",
      evidence: { symbol: "gone", symvers: "Module.symvers", image: "vmlinuz", listed: 1 },
    },
  ]);
  expect(only(ID, causesOf("unknown-symbol", {}, module))).toEqual([]);
});
