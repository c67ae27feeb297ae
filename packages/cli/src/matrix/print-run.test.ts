import { bytesSource } from "@kofit/core";
import type { Observation, Run } from "@kofit/matrix";
import { expect, test } from "vitest";
import { printRuns } from "./print-run.ts";

const observation = (more: Partial<Observation> & Pick<Observation, "id">): Observation => ({
  outcome: "loaded",
  errno: null,
  initReturned: null,
  log: [],
  records: [],
  lost: 0,
  taint: [0, 0],
  milliseconds: 3,
  name: "m",
  before: [],
  removal: { outcome: "removed", errno: null, log: [], taint: 0 },
  alone: true,
  ...more,
});

const observations = [
  observation({ id: "fine.ko", log: ["fine: hello"] }),
  observation({
    id: "old.ko",
    outcome: "refused",
    errno: "ENOEXEC",
    log: [
      "old: loading out-of-tree module taints kernel.",
      "old: disagrees about version of symbol module_layout",
    ],
    removal: null,
  }),
  observation({
    id: "no-device.ko",
    outcome: "refused",
    errno: "ENODEV",
    initReturned: -19,
    log: ["no_device: nothing here"],
    removal: null,
  }),
  observation({
    id: "quiet.ko",
    outcome: "refused",
    errno: "EEXIST",
    removal: null,
    before: ["ENOENT", null],
  }),
  observation({
    id: "deadly.ko",
    outcome: "crashed",
    log: [
      "deadly: here",
      "Unable to handle kernel NULL pointer dereference",
      "Kernel panic - not syncing: Oops",
    ],
    removal: null,
  }),
  observation({
    id: "second.ko",
    outcome: "not-asked",
    log: ["Kernel panic - not syncing: Oops"],
    removal: null,
  }),
  observation({ id: "endless.ko", outcome: "hung", log: ["endless: \u001b[31mgoing"], removal: null }),
  observation({ id: "stays.ko", removal: { outcome: "refused", errno: "EBUSY", log: [], taint: 0 } }),
  observation({
    id: "bye.ko",
    removal: { outcome: "crashed", errno: null, log: ["BUG: unable to handle page fault"], taint: null },
  }),
];

const run: Run = {
  release: "6.12-test",
  version: "#1",
  machine: "aarch64",
  cmdline: "",
  accelerator: "tcg",
  guests: 5,
  observations,
};
const image = {
  name: "vmlinuz",
  architecture: "arm64",
  bytes: bytesSource("vmlinuz", new Uint8Array(0)),
} as const;
const style = { width: 80, colour: false, verbose: false } as const;

test("what went wrong, with the kernel's decisive line; what went well is counted", () => {
  expect(printRuns([{ image, run }], { ...style, language: "en" })).toMatchInlineSnapshot(`
    "6.12-test (arm64): 9 modules, 3 loaded, 1 accepted, 2 refused, 1 crashed, 1
    hung, 1 not asked

    refused    old.ko ENOEXEC
               old: disagrees about version of symbol module_layout
    accepted   no-device.ko ENODEV
               the loader accepted it; its init function returned ENODEV
               no_device: nothing here
    refused    quiet.ko EEXIST
               modules that go before it were not loaded: ENOENT
               the kernel logged nothing
    crashed    deadly.ko
               Unable to handle kernel NULL pointer dereference
    not asked  second.ko
               what goes before it crashed or hung the kernel
               Kernel panic - not syncing: Oops
    hung       endless.ko
               endless: \\x1b[31mgoing
    loaded     stays.ko
               loaded, and cannot be removed (EBUSY)
    loaded     bye.ko
               loaded, and crashed the kernel when it was removed
               BUG: unable to handle page fault
    "
  `);
});

test("in Chinese", () => {
  expect(printRuns([{ image, run }], { ...style, language: "zh" })).toMatchInlineSnapshot(`
    "6.12-test（arm64）：9 个模块，3 个已加载，1 个被接受，2 个被拒绝，1 个崩溃，1 个
    无响应，1 个未询问

    被拒绝  old.ko ENOEXEC
            old: disagrees about version of symbol module_layout
    被接受  no-device.ko ENODEV
            加载器已接受；其初始化函数返回 ENODEV
            no_device: nothing here
    被拒绝  quiet.ko EEXIST
            需先加载的模块未能加载：ENOENT
            内核没有记录任何日志
    崩溃    deadly.ko
            Unable to handle kernel NULL pointer dereference
    未询问  second.ko
            先加载的模块使内核崩溃或失去响应
            Kernel panic - not syncing: Oops
    无响应  endless.ko
            endless: \\x1b[31mgoing
    已加载  stays.ko
            已加载，但无法移除（EBUSY）
    已加载  bye.ko
            已加载，但移除时内核崩溃
            BUG: unable to handle page fault
    "
  `);
});

test("verbose: everything that was logged", () => {
  const text = printRuns([{ image, run }], { ...style, language: "en", verbose: true });
  expect(text).toContain("fine: hello");
  expect(text).toContain("taints kernel");
  expect(text).not.toContain("\u001b");
});
