import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

test("a kernel without CONFIG_MODULE_FORCE_LOAD", () => {
  const verdict = judgeHanded({ forceModversion: true });
  expect(ids(verdict)).toEqual(["forced-modversion-refused"]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [] });
});

test("a kernel with it, and one that is not asked", () => {
  const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_FORCE_LOAD=y");
  expect(ids(judgeHanded({ forceModversion: true }, { config }))).toEqual(["forced-modversion"]);
  expect(ids(judgeHanded({}))).toEqual([]);
});
