import { expect, test } from "vitest";
import { btf, btfInt, btfStruct, btfUnion } from "../../../test/build/btf-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { looksLikeBtf, openBtf, stringAt, typeAt } from "./btf.ts";
import { btfArchitectureHint, findStruct, memberOffset, namedMembers } from "./find-struct.ts";
import { BTF_KIND_CONST, BTF_KIND_FWD, BTF_KIND_STRUCT } from "./structs.ts";

/** `struct module { enum module_state state; union { int a; struct { int b, c; }; }; int flag:1; void (*init)(void); }` */
const types = [
  btfInt("int", 4),
  btfStruct("", 8, [
    { name: "b", type: 1, at: 0 },
    { name: "c", type: 1, at: 32 },
  ]),
  btfUnion(8, [
    { name: "a", type: 1, at: 0 },
    { type: 2, at: 0 },
  ]),
  btfStruct("module", 32, [
    { name: "state", type: 1, at: 0 },
    { type: 3, at: 64 },
    { name: "flag", type: 1, at: 128, bits: 1 },
    { name: "init", type: 1, at: 192 },
  ]),
  { kind: BTF_KIND_CONST, sizeOrType: 4 },
  btfStruct("list_head", 16, []),
  btfInt("long unsigned int", 8),
];

test.each([true, false])("a struct with its members, little-endian %s", (littleEndian) => {
  const opened = openBtf(btf(types, { littleEndian }), "vmlinux");
  const module = findStruct(opened, "module");
  expect(module).toMatchObject({ name: "module", typeId: 4, size: 32 });
  expect(module?.members.map(({ name, bitOffset }) => [name, bitOffset])).toEqual([
    ["state", 0],
    ["", 64],
    ["flag", 128],
    ["init", 192],
  ]);
  expect(module && namedMembers(opened, module).map(({ name, bitOffset }) => [name, bitOffset])).toEqual([
    ["state", 0],
    ["a", 64],
    ["b", 64],
    ["c", 96],
    ["flag", 128],
    ["init", 192],
  ]);
  expect(module && ["c", "init", "exit", "flag"].map((name) => memberOffset(opened, module, name))).toEqual([
    12,
    24,
    undefined,
    undefined,
  ]);
  expect(btfArchitectureHint(opened)).toEqual({ littleEndian, pointerSize: 8 });
});

test("what is not there is undefined", () => {
  const opened = openBtf(btf(types), "vmlinux");
  expect(findStruct(opened, "modul")).toBeUndefined();
  expect(findStruct(opened, "int")).toBeUndefined();
  expect(btfArchitectureHint(openBtf(btf([]), "empty"))).toEqual({ littleEndian: true });
});

test("a longer header of a later kernel is passed over", () => {
  const opened = openBtf(btf(types, { headerSize: 32 }), "vmlinux");
  expect(findStruct(opened, "module")?.size).toBe(32);
});

/** Kinds 1 to 19 with what follows them: include/uapi/linux/btf.h */
const sizes = [4, 0, 12, 24, 24, 16, 0, 0, 0, 0, 0, 0, 16, 4, 24, 0, 4, 0, 24];

test.each(sizes.map((size, i) => [i + 1, size]))(
  "kind %i is followed by %i bytes for two entries",
  (kind, size) => {
    const rest = Array.from({ length: size / 4 }, () => 0);
    const opened = openBtf(btf([{ kind, vlen: 2, rest }, btfStruct("after", 1, [])]), "vmlinux");
    expect(opened.offsets.length).toBe(3);
    expect(findStruct(opened, "after")?.typeId).toBe(2);
  },
);

test("both byte orders are recognised, split or not", () => {
  expect(looksLikeBtf(btf([]))).toBe(true);
  expect(looksLikeBtf(btf([], { littleEndian: false }))).toBe(true);
  expect(looksLikeBtf(Uint8Array.of(0x9f, 0xeb, 2))).toBe(false);
  expect(looksLikeBtf(new Uint8Array(0))).toBe(false);
});

const changed = (at: number, byte: number): Uint8Array => {
  const bytes = btf(types);
  bytes[at] = byte;
  return bytes;
};

test.each([
  ["no magic", changed(0, 0), 0, "0xeb9f"],
  ["a short header", changed(4, 8), 4, "header of 8 bytes"],
  ["types past the end", changed(14, 1), 24, "types"],
  ["strings past the end", changed(22, 1), btf(types).length - 62, "strings"],
  ["an unknown kind", btf([{ kind: 20 }]), 28, "kind"],
  [
    "a type longer than the section",
    btf([{ kind: BTF_KIND_STRUCT, vlen: 1 }]),
    24,
    "longer than the section",
  ],
  ["half a type", btf([{ kind: BTF_KIND_FWD, rest: [0] }]), 36, "a type of 12 bytes wanted, 4 left"],
])("%s is damage", (_, bytes, offset, what) => {
  expect(() => openBtf(bytes, "x")).toThrow(
    expect.objectContaining({ name: "FormatError", offset, what: expect.stringContaining(what) }),
  );
});

test("references to nowhere are damage when they are followed", () => {
  const opened = openBtf(btf([btfStruct("module", 8, [{ type: 99, at: 0 }])]), "x");
  const module = findStruct(opened, "module");
  expect(() => module && namedMembers(opened, module)).toThrow("type 99 wanted, there are 1");
  expect(() => typeAt(opened, 2)).toThrow("type 2 wanted");
  expect(() => stringAt(opened, 4096)).toThrow("string at 4096 wanted");
});

test("anonymous structs that contain each other end in a FormatError, not in a stack", () => {
  const twice = [
    { type: 1, at: 0 },
    { type: 1, at: 0 },
  ];
  const opened = openBtf(btf([btfStruct("", 8, twice), btfStruct("module", 8, twice)]), "x");
  const module = findStruct(opened, "module");
  expect(() => module && namedMembers(opened, module)).toThrow("nested too deeply");
  const loop = openBtf(
    btf([{ kind: BTF_KIND_CONST, sizeOrType: 1 }, btfStruct("module", 8, [{ type: 1, at: 0 }])]),
    "x",
  );
  const looping = findStruct(loop, "module");
  expect(() => looping && namedMembers(loop, looping)).toThrow("refers to itself");
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(btf(types), (bytes) => {
    const opened = openBtf(bytes, "vmlinux");
    const module = findStruct(opened, "module");
    if (module) namedMembers(opened, module);
    btfArchitectureHint(opened);
  });
});
