import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_FORCE_LOAD=y");

test("the vermagic is not compared, CRCs are", () => {
  const module = { vermagic: "5.4.0 mod_unload " };
  const verdict = judgeHanded({ forceVermagic: true }, { config }, module);
  expect(ids(verdict)).toEqual(["forced-vermagic"]);
  expect(verdict.outcome).toBe("loads");
});

test("both at once", () => {
  const verdict = judgeHanded({ forceVermagic: true, forceModversion: true }, { config });
  expect(ids(verdict)).toEqual(["forced-modversion", "forced-vermagic"]);
});
