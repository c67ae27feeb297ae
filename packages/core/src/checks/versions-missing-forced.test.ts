import { expect, test } from "vitest";
import { ids, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

test("loads, and vermagic is then compared as a whole", () => {
  const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_FORCE_LOAD=y");
  const verdict = judge({ config }, { modversions: undefined });
  expect(verdict.outcome).toBe("loads");
  expect(ids(verdict)).toEqual(["versions-missing-forced"]);
  const other = judge(
    { config },
    { modversions: undefined, vermagic: "6.12.94 SMP preempt mod_unload modversions " },
  );
  expect(ids(other)).toEqual(["versions-missing-forced", "vermagic-mismatch"]);
});
