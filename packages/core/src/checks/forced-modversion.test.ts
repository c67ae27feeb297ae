import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { modversions } from "../../test/build/facts.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_FORCE_LOAD=y");
const wrong = modversions({ module_layout: 0x99, _printk: 0x98 });

test("CRCs are not compared", () => {
  const verdict = judgeHanded({ forceModversion: true }, { config }, { modversions: wrong });
  expect(ids(verdict)).toEqual(["forced-modversion"]);
  expect(verdict.outcome).toBe("loads");
});

test("the release is, then", () => {
  const module = { modversions: wrong, vermagic: "6.12.90-test SMP preempt mod_unload modversions " };
  expect(ids(judgeHanded({ forceModversion: true }, { config }, module))).toEqual([
    "forced-modversion",
    "vermagic-mismatch",
  ]);
});

test("the module counts as unsigned", () => {
  const verdict = judgeHanded({ forceModversion: true }, { config, signaturePolicy: "enforced" });
  expect(ids(verdict)).toEqual(["module-unsigned", "forced-modversion"]);
  expect(verdict.predicted.errno).toBe("EKEYREJECTED");
});

test("a kernel without CONFIG_MODVERSIONS has nothing to look away from", () => {
  const vermagic = "6.12.95-test SMP preempt mod_unload ";
  const kernel = { config: configOf("CONFIG_MODULE_FORCE_LOAD=y"), vermagic };
  expect(ids(judgeHanded({ forceModversion: true }, kernel, { vermagic, modversions: undefined }))).toEqual(
    [],
  );
});
