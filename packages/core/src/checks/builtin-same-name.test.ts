import { expect, test } from "vitest";
import { evidence, ids, judge, judgeHanded } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { name: "loop" });
  expect(evidence(verdict, "builtin-same-name")).toEqual([
    { name: "loop", path: "kernel/drivers/block/loop.ko" },
  ]);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: ["loop: module is already loaded"] });
});

test("the running system shows which names are taken", () => {
  const running = { loaded: [{ name: "usbcore" }], sysfsNames: ["usbcore", "hello"] };
  expect(evidence(judgeHanded({ running }), "builtin-same-name")).toEqual([
    { name: "hello", path: "/sys/module/hello" },
  ]);
  const verdict = judgeHanded({ running: { ...running, sysfsNames: [] } }, {}, { name: "loop" });
  expect(ids(verdict)).not.toContain("builtin-same-name");
});

test("modprobe is content with what is built in", () => {
  expect(ids(judgeHanded({ via: "modprobe", packing: null }, {}, { name: "loop" }))).not.toContain(
    "builtin-same-name",
  );
});
