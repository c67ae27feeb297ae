import { expect, test } from "vitest";
import { ids, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

test("loads with CONFIG_MODULE_FORCE_LOAD", () => {
  const verdict = judge(
    { config: configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_FORCE_LOAD=y") },
    { vermagic: undefined },
  );
  expect(verdict.outcome).toBe("loads");
  expect(ids(verdict)).toEqual(["vermagic-missing-forced"]);
});
