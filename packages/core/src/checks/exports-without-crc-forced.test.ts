import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge, judgeHanded } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

test("loads with CONFIG_MODULE_FORCE_LOAD", () => {
  const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_FORCE_LOAD=y");
  const verdict = judge({ config }, { elf: elfShape({}, [section("__ksymtab")]) });
  expect(verdict.outcome).toBe("loads");
  expect(evidence(verdict, "exports-without-crc-forced")).toEqual([
    { sections: ["__ksymtab"], first: false },
  ]);
});

test("the first forced load is told, unless the same module was forced before", () => {
  const config = configOf("CONFIG_MODULE_FORCE_LOAD=y\nCONFIG_MODVERSIONS=y");
  const elf = elfShape({}, [section("__ksymtab")]);
  const log = (taints: string, module: object = {}) =>
    judgeHanded({ tellsTaints: true, loaded: [{ name: "usbcore", taints }] }, { config }, { elf, ...module })
      .predicted.log;
  const locks = "Disabling lock debugging due to kernel taint";
  expect(log("OE")).toEqual(["hello: no versions for exported symbols: kernel tainted.", locks]);
  expect(log("FOE")).toEqual([]);
  expect(log("OE", { vermagic: undefined })).toEqual(["hello: bad vermagic: kernel tainted.", locks]);
});
