import { expect, test } from "vitest";
import { causesOf, only } from "../../test/build/causes.ts";
import { imports, modversions } from "../../test/build/facts.ts";
import { configOf } from "../model/config.ts";

const ID = "symbol-trimmed";
const trimming = { config: configOf("CONFIG_MODVERSIONS=y\nCONFIG_TRIM_UNUSED_KSYMS=y") };
const versioned = {
  imports: imports("filp_open"),
  modversions: modversions({ module_layout: 0x11, filp_open: 7 }),
};

test("a build of the same release exported it, and this kernel trims: likely", () => {
  expect(only(ID, causesOf("unknown-symbol", trimming, versioned))).toEqual([
    { id: ID, certainty: "likely", evidence: { symbol: "filp_open", crc: 7 } },
  ]);
});

test("otherwise possible, and nothing of a kernel that does not trim", () => {
  const unversioned = { imports: imports("filp_open"), modversions: modversions({ module_layout: 0x11 }) };
  expect(only(ID, causesOf("unknown-symbol", trimming, unversioned))).toEqual([
    { id: ID, certainty: "possible", evidence: { symbol: "filp_open" } },
  ]);
  expect(only(ID, causesOf("unknown-symbol", {}, versioned))).toEqual([]);
});
