import { expect, test } from "vitest";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const options = "CONFIG_MODVERSIONS=y\nCONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_XZ=y";
const xz = configOf(options);
const packed = (xzFilter?: number) =>
  ({ compression: "xz", xzCheck: 1, ...(xzFilter !== undefined && { xzFilter }) }) as const;
const finit = { compressedFlag: true, via: "finit" } as const;

test("a filter that was left out of the kernel", () => {
  const verdict = judgeHanded({ ...finit, packing: packed(4) }, { config: xz });
  expect(evidence(verdict, "xz-filter-unsupported")).toEqual([
    { xzFilter: 4, name: "x86", option: "CONFIG_XZ_DEC_X86" },
  ]);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: ["decompression failed with status 6"] });
});

test("one that no kernel knows", () => {
  const verdict = judgeHanded({ ...finit, packing: packed(3) }, { config: xz });
  expect(evidence(verdict, "xz-filter-unsupported")).toEqual([{ xzFilter: 3, name: "#3", option: null }]);
});

test("one that the kernel has, or none, is fine", () => {
  const config = configOf(`${options}\nCONFIG_XZ_DEC_X86=y`);
  expect(ids(judgeHanded({ ...finit, packing: packed(4) }, { config }))).toEqual([]);
  expect(ids(judgeHanded({ ...finit, packing: packed() }, { config: xz }))).toEqual([]);
});

test("who unpacks the file before needs no filter in the kernel", () => {
  expect(ids(judgeHanded({ packing: packed(4) }, { config: xz }))).toEqual([]);
});
