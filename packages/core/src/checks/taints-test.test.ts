import { expect, test } from "vitest";
import { ids, judgeHanded } from "../../test/build/judge.ts";

const modinfo = [
  ["intree", "Y"],
  ["test", "Y"],
] as const;
const having = (taints: string, kernel: object = {}) =>
  judgeHanded({ tellsTaints: true, loaded: [{ name: "usbcore", taints }] }, kernel, { modinfo });

// Seen on 6.1.176 and 6.12.95.
test("is told once", () => {
  const verdict = having("E");
  expect(ids(verdict)).toEqual(["taints-test"]);
  expect(verdict.predicted).toEqual({ errno: null, log: ["hello: loading test module taints kernel."] });
  expect(ids(having("EN"))).toEqual([]);
});

// Seen on 5.10.223.
test("kernels before 6.0 do not know such modules", () => {
  expect(ids(having("E", { release: "5.10.223", generation: "5.10" }))).toEqual([]);
});

test("where nobody tells the taints, nothing is said", () => {
  expect(ids(judgeHanded({}, {}, { modinfo }))).toEqual([]);
});
