import { expect, test } from "vitest";
import { btf, btfInt, btfStruct, type BtfTypeSpec } from "../../test/build/btf-writer.ts";
import { openBtf } from "../formats/btf/btf.ts";
import { btfTypes } from "../formats/btf/btf-types.ts";
import { BTF_KIND_FUNC, BTF_KIND_FUNC_PROTO, BTF_KIND_PTR } from "../formats/btf/structs.ts";
import { reachedBy } from "./reached-by.ts";

const specs: readonly BtfTypeSpec[] = [
  btfInt("int", 4), // 1
  btfStruct("task", 4, [{ name: "pid", type: 1, at: 0 }]), // 2
  { kind: BTF_KIND_PTR, sizeOrType: 2 }, // 3
  btfStruct("file", 8, [{ name: "owner", type: 3, at: 0 }]), // 4
  { kind: BTF_KIND_PTR, sizeOrType: 4 }, // 5
  { kind: BTF_KIND_FUNC_PROTO, vlen: 1, rest: ["file", 5] }, // 6
  { kind: BTF_KIND_FUNC, name: "close", sizeOrType: 6 }, // 7
  { kind: BTF_KIND_FUNC_PROTO, vlen: 1, rest: ["task", 3] }, // 8
  { kind: BTF_KIND_FUNC, name: "wake", sizeOrType: 8 }, // 9
  { kind: BTF_KIND_FUNC_PROTO, vlen: 1, rest: ["count", 1] }, // 10
  { kind: BTF_KIND_FUNC, name: "count", sizeOrType: 10 }, // 11
];
const types = btfTypes(openBtf(btf(specs), "t"));

test("the shortest way to a struct, from what is imported", () => {
  expect(reachedBy(types, ["close", "count"], ["task", "file", "nothing"])).toEqual([
    { type: "task", by: "close", path: ["file", "owner"] },
    { type: "file", by: "close", path: ["file"] },
  ]);
  expect(reachedBy(types, ["close", "wake"], ["task"])).toEqual([
    { type: "task", by: "wake", path: ["task"] },
  ]);
});

test("what nothing that is imported leads to is not reached", () => {
  expect(reachedBy(types, ["count"], ["task"])).toEqual([]);
});
