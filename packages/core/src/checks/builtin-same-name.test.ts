import { expect, test } from "vitest";
import { unknownFact } from "../../test/build/facts.ts";
import { evidence, ids, judge, judgeHanded } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { name: "loop" });
  expect(evidence(verdict, "builtin-same-name")).toEqual([
    { name: "loop", path: "kernel/drivers/block/loop.ko", madeFor: "parameter" },
  ]);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: ["loop: module is already loaded"] });
});

test("parts of the kernel that could be no module have names, too", () => {
  const sysfsModules = { made: new Map([["printk", "parameter" as const]]), drivers: new Set<string>() };
  const verdict = judge({ sysfsModules, builtins: unknownFact }, { name: "printk" });
  expect(evidence(verdict, "builtin-same-name")).toEqual([
    { name: "printk", path: null, madeFor: "parameter" },
  ]);
});

test("a driver that is built in may have the name: only the running kernel shows it", () => {
  const sysfsModules = { made: new Map(), drivers: new Set(["atkbd"]) };
  const verdict = judge({ sysfsModules }, { name: "atkbd" });
  expect(verdict.outcome).toBe("unknown");
  expect(verdict.inconclusive.map(({ check }) => check)).toEqual(["builtin-same-name"]);
  expect(judge({ sysfsModules }, { name: "kbd" }).outcome).toBe("loads");
  const running = { loaded: [], sysfsNames: [] };
  expect(judgeHanded({ running }, { sysfsModules }, { name: "atkbd" }).outcome).toBe("loads");
});

test("the running system shows which names are taken", () => {
  const running = { loaded: [{ name: "usbcore" }], sysfsNames: ["usbcore", "hello"] };
  expect(evidence(judgeHanded({ running }), "builtin-same-name")).toEqual([
    { name: "hello", path: null, madeFor: null },
  ]);
  const verdict = judgeHanded({ running: { ...running, sysfsNames: [] } }, {}, { name: "loop" });
  expect(ids(verdict)).not.toContain("builtin-same-name");
});

test("modprobe is content with what is built in", () => {
  expect(ids(judgeHanded({ via: "modprobe", packing: null }, {}, { name: "loop" }))).not.toContain(
    "builtin-same-name",
  );
});
