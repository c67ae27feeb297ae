import { expect, test } from "vitest";
import { imports, VERMAGIC } from "../../test/build/facts.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

const sound = { imports: imports("_printk"), modinfo: [["intree", "Y"]] as const, vermagic: VERMAGIC };
const named = (name: string) => ({ ...sound, thisModule: { size: 0x500, init: 0x138, exit: 0x4a8, name } });
const having = (taints: string, kernel: object, module: object) =>
  judgeHanded({ tellsTaints: true, loaded: [{ name: "base", taints }] }, kernel, module);

const proprietary = { ...sound, license: "Proprietary" };

// Seen on 6.12.95 and 7.2.13.
test("since 6.4 it is told of a licence, behind what else taints", () => {
  const verdict = having("", {}, proprietary);
  expect(evidence(verdict, "license-taint-told")).toEqual([{ by: "licence", endsLockDebugging: false }]);
  expect(verdict.predicted.log).toEqual([
    "hello: module license 'Proprietary' taints kernel.",
    "Disabling lock debugging due to kernel taint",
    "hello: module verification failed: signature and/or required key missing - tainting kernel",
    "hello: module license taints kernel.",
  ]);
  expect(ids(having("PE", {}, proprietary))).toEqual([]);
});

// Seen on 5.10.223 and 6.1.176.
test("up to 6.3 it is told of names only", () => {
  const old = { generation: "5.13", release: "6.1.176" };
  expect(evidence(having("", old, proprietary), "license-taint-told")).toEqual([]);
  expect(evidence(having("", old, named("driverloader")), "license-taint-told")).toEqual([
    { by: "name", endsLockDebugging: true },
  ]);
});

test.each(["driverloader", "lve", "ndiswrapper"])("the kernel knows %s", (name) => {
  expect(having("E", {}, named(name)).predicted.log).toEqual([
    "Disabling lock debugging due to kernel taint",
    `${name}: module license taints kernel.`,
  ]);
});

const seesNoGplOnly = (name: string) =>
  ids(having("E", {}, { ...named(name), imports: imports("kmalloc_trace") })).includes("gpl-only-symbol");

test("GPL-only symbols are hidden from the first two of them", () => {
  expect(["driverloader", "lve", "ndiswrapper", "hello"].map(seesNoGplOnly)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
