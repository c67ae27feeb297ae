import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_LIVEPATCH=y");
const module = {
  modinfo: [
    ["intree", "Y"],
    ["livepatch", "Y"],
  ] as const,
};
const having = (taints: string, kernel: object = { config }) =>
  judgeHanded({ tellsTaints: true, loaded: [{ name: "usbcore", taints }] }, kernel, module);

// Seen on 5.10.223, 6.1.176 and 6.12.95.
test("is told once", () => {
  const verdict = having("E");
  expect(ids(verdict)).toEqual(["taints-livepatch"]);
  expect(verdict.predicted).toEqual({ errno: null, log: ["hello: tainting kernel with TAINT_LIVEPATCH"] });
  expect(ids(having("EK"))).toEqual([]);
});

test("a kernel without livepatch refuses it", () => {
  expect(ids(having("E", { config: configOf("CONFIG_MODVERSIONS=y") }))).toEqual(["livepatch-unsupported"]);
});
