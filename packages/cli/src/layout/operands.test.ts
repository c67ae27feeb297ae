import { expect, test } from "vitest";
import { operandsOf } from "./operands.ts";

const struct = { kind: "struct", name: "module" };

test.each([
  [[], [], struct],
  [["module"], [], struct],
  [["union thread_union"], [], { kind: "union", name: "thread_union" }],
  [["apt:linux-image-amd64"], ["apt:linux-image-amd64"], struct],
  [["vmlinuz-6.12", "task_struct"], ["vmlinuz-6.12"], { kind: "struct", name: "task_struct" }],
  [["a.btf", "b.btf", "struct module"], ["a.btf", "b.btf"], struct],
  // A directory of this name is there.
  [["packages"], ["packages"], struct],
])("%j", (operands, targets, wanted) => {
  expect(operandsOf(operands)).toEqual({ targets, wanted });
});
