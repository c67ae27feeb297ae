import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { unknownFact } from "../../test/build/facts.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

const config = (compression: string) =>
  configOf(`CONFIG_MODVERSIONS=y\nCONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_${compression}=y`);
const packing = { compression: "xz", xzCheck: 1, damaged: true } as const;

test("is refused by the kernel that unpacks it", () => {
  const verdict = judgeHanded(
    { compressedFlag: true, via: "finit", packing },
    { config: config("XZ") },
    { elf: unknownFact, name: unknownFact },
  );
  expect(ids(verdict)).toEqual(["compressed-file-damaged"]);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: ["decompression failed with status …"] });
  expect(verdict.outcome).toBe("refused");
});

test("zstd has another line", () => {
  const zstd = { compression: "zstd", damaged: true } as const;
  const verdict = judgeHanded({ via: "modprobe", packing: zstd }, { config: config("ZSTD") });
  expect(verdict.predicted.log).toEqual(["ZSTD-decompression failed with status …"]);
});

test("is modprobe's business elsewhere", () => {
  expect(ids(judgeHanded({ via: "modprobe", packing }, { config: config("GZIP") }))).toEqual([]);
});
