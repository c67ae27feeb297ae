import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { unknownFact } from "../../test/build/facts.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

const handing = { compressedFlag: true, via: "finit", packing: { compression: "xz", xzCheck: 1 } } as const;

test("a kernel without CONFIG_MODULE_DECOMPRESS", () => {
  const verdict = judgeHanded(handing);
  expect(ids(verdict)).toEqual(["decompression-unsupported"]);
  expect(verdict.predicted).toEqual({ errno: "EOPNOTSUPP", log: [] });
});

test("a kernel with it", () => {
  const config = configOf("CONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_XZ=y");
  expect(ids(judgeHanded(handing, { config }))).toEqual([]);
});

test("the running system tells by a file", () => {
  expect(ids(judgeHanded({ ...handing, running: { compression: "xz" } }))).toEqual([]);
});

test("without the configuration it is not known", () => {
  const verdict = judgeHanded(handing, { config: unknownFact });
  expect(verdict.inconclusive.map(({ check }) => check)).toContain("decompression-unsupported");
  expect(verdict.outcome).toBe("unknown");
});
