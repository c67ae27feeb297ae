import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

test("a kernel without CONFIG_MODULE_FORCE_LOAD refuses even what fits", () => {
  const verdict = judgeHanded({ forceVermagic: true });
  expect(ids(verdict)).toEqual(["forced-vermagic-refused"]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [] });
});

test("a kernel with it", () => {
  const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_FORCE_LOAD=y");
  expect(ids(judgeHanded({ forceVermagic: true }, { config }))).toEqual(["forced-vermagic"]);
});
