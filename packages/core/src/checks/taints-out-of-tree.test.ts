import { expect, test } from "vitest";
import { ids, judge, judgeHanded } from "../../test/build/judge.ts";

test("is told once", () => {
  const verdict = judgeHanded({ tellsTaints: true, loaded: [{ name: "usbcore", taints: "E" }] });
  expect(ids(verdict)).toEqual(["taints-out-of-tree"]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted.log).toEqual(["hello: loading out-of-tree module taints kernel."]);
  expect(
    ids(judgeHanded({ tellsTaints: true, loaded: [{ name: "usbcore" }, { name: "base", taints: "OE" }] })),
  ).toEqual([]);
});

test("a module of the kernel's tree", () => {
  const loaded = [{ name: "usbcore", taints: "E" }];
  expect(ids(judgeHanded({ tellsTaints: true, loaded }, {}, { modinfo: [["intree", "Y"]] }))).toEqual([]);
});

test("where nobody tells, nothing is said", () => {
  expect(ids(judge({}, {}))).toEqual([]);
});

test("of the running system", () => {
  expect(ids(judgeHanded({ tellsTaints: true, running: { loaded: [], taints: "" } }))).toContain(
    "taints-out-of-tree",
  );
  expect(ids(judgeHanded({ tellsTaints: true, running: { loaded: [], taints: "PO" } }))).not.toContain(
    "taints-out-of-tree",
  );
});

const log = (module: object) =>
  judgeHanded({ tellsTaints: true, loaded: [{ name: "base", taints: "E" }] }, {}, module).predicted.log;

test("comes before a refused symbol, and after a refused vermagic", () => {
  expect(log({})).toEqual([
    "hello: loading out-of-tree module taints kernel.",
    "hello: Unknown symbol usb_deregister (err -2)",
  ]);
  expect(log({ vermagic: "6.1.0 " })).toHaveLength(1);
});
