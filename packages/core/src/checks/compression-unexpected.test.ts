import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import type { Packing } from "../model/state.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

const config = (compression: string) =>
  configOf(`CONFIG_MODVERSIONS=y\nCONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_${compression}=y`);
const flagged = (packing: Packing | null, compression: string) =>
  judgeHanded({ compressedFlag: true, via: "finit", packing }, { config: config(compression) });

test.each([
  ["GZIP", "not a gzip compressed module"],
  ["XZ", "not an xz compressed module"],
  ["ZSTD", "not a zstd compressed module"],
])("a kernel that unpacks %s says so", (compression, line) => {
  const verdict = flagged(null, compression);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: [line] });
  expect(ids(verdict)).toEqual(["compression-unexpected"]);
});

test("another compression", () => {
  const verdict = flagged({ compression: "gzip" }, "XZ");
  expect(evidence(verdict, "compression-unexpected")).toEqual([{ compression: "gzip", wanted: "xz" }]);
});

test("the right one", () => {
  expect(ids(flagged({ compression: "zstd" }, "ZSTD"))).toEqual([]);
});

test("modprobe unpacks what the kernel does not", () => {
  const verdict = judgeHanded(
    { via: "modprobe", packing: { compression: "gzip" } },
    { config: config("XZ") },
  );
  expect(ids(verdict)).toEqual([]);
});
