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

test("the first forced load is told, by the reason that comes first", () => {
  const fresh = { tellsTaints: true, loaded: [{ name: "usbcore", taints: "OE" }] };
  const log = (handing: object) => judgeHanded({ ...fresh, ...handing }, { config }).predicted.log;
  const locks = "Disabling lock debugging due to kernel taint";
  expect(log({ forceVermagic: true })).toEqual(["hello: bad vermagic: kernel tainted.", locks]);
  const layout = ["hello: module_layout: kernel tainted.", locks];
  expect(log({ forceModversion: true })).toEqual(layout);
  expect(log({ forceVermagic: true, forceModversion: true })).toEqual(layout);
  expect(
    log({ forceModversion: true, loaded: [{ name: "usbcore" }, { name: "base", taints: "POE" }] }),
  ).toEqual([layout[0]]);
  expect(log({ forceVermagic: true, loaded: [{ name: "usbcore", taints: "FOE" }] })).toEqual([]);
  expect(log({ forceVermagic: true, tellsTaints: false })).toEqual([]);
});
