import { expect, test } from "vitest";
import { isInformation, meets, withoutTraces } from "./kernel-lines.ts";

test.each([
  ["a: no", "a: no", true],
  ["a: no", "a: no ", false],
  ["loc …, val …", "loc (____ptrval____), val ffff", true],
  ["loc …, val …", "loc (____ptrval____), ffff", false],
  ["status …", "status 6", true],
  ["val … end", "val end", false],
])("%j is met by %j: %s", (told, line, met) => {
  expect(meets(told, line)).toBe(met);
});

test("a line that the kernel cut is the line", () => {
  const told = `a: version magic '${"x".repeat(3000)}'`;
  expect(meets(told, told.slice(0, 1000))).toBe(true);
  expect(meets(told, told.slice(0, 100))).toBe(false);
});

test("taints are information, refusals are not", () => {
  expect(isInformation("a: module license 'Proprietary' taints kernel.")).toBe(true);
  expect(isInformation("a: Unknown symbol b (err -2)")).toBe(false);
});

test("warnings and stacks are left out", () => {
  const lines = [
    "first",
    "------------[ cut here ]------------",
    "WARNING: CPU: 0 PID: 1 at x",
    "---[ end trace 0000000000000000 ]---",
    "second",
    "CPU: 0 UID: 0 PID: 12 Comm: init Tainted: G",
    "Hardware name: linux,dummy-virt (DT)",
    "Call trace:",
    " dump_stack+0x1",
    "third",
  ];
  expect(withoutTraces(lines)).toEqual(["first", "second", "third"]);
});
