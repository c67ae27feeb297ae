import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

const xz = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_XZ=y");
const packed = (xzCheck: number) => ({ compression: "xz", xzCheck }) as const;

test("CRC64, which xz writes by itself", () => {
  const verdict = judgeHanded({ compressedFlag: true, via: "finit", packing: packed(4) }, { config: xz });
  expect(evidence(verdict, "xz-check-unsupported")).toEqual([{ xzCheck: 4, name: "CRC64" }]);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: ["decompression failed with status 6"] });
});

test("modprobe leaves xz to a kernel that unpacks it", () => {
  const handing = { via: "modprobe", packing: packed(10) } as const;
  expect(ids(judgeHanded(handing, { config: xz }))).toEqual(["xz-check-unsupported"]);
  expect(ids(judgeHanded(handing))).toEqual([]);
});

test.each([0, 1])("check %i is known", (xzCheck) => {
  const verdict = judgeHanded(
    { compressedFlag: true, via: "finit", packing: packed(xzCheck) },
    { config: xz },
  );
  expect(ids(verdict)).toEqual([]);
});
