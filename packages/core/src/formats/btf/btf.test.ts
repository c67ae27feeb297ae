import { expect, test } from "vitest";
import { btf, btfInt, btfStruct, btfUnion } from "../../../test/build/btf-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { looksLikeBtf, openBtf } from "./btf.ts";
import { namedMembers } from "../../c-types/named-members.ts";
import { recordNamed } from "../../c-types/record-named.ts";
import type { CTypes } from "../../model/c-type.ts";
import { btfTypes } from "./btf-types.ts";
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

const open = (bytes: Uint8Array, source: string): CTypes => btfTypes(openBtf(bytes, source));

test.each([true, false])("a struct with its members, little-endian %s", (littleEndian) => {
  const opened = open(btf(types, { littleEndian }), "vmlinux");
  const module = recordNamed(opened, "module");
  expect(module).toMatchObject({ name: "module", size: 32 });
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
  expect(opened).toMatchObject({ littleEndian, pointerSize: 8 });
});

test("what is not there is undefined", () => {
  const opened = open(btf(types), "vmlinux");
  expect(recordNamed(opened, "modul")).toBeUndefined();
  expect(recordNamed(opened, "int")).toBeUndefined();
  expect(open(btf([]), "empty").pointerSize).toBeUndefined();
});

test("a longer header of a later kernel is passed over", () => {
  const opened = open(btf(types, { headerSize: 32 }), "vmlinux");
  expect(recordNamed(opened, "module")?.size).toBe(32);
});

/** Kinds 1 to 19 with what follows them: include/uapi/linux/btf.h */
const sizes = [4, 0, 12, 24, 24, 16, 0, 0, 0, 0, 0, 0, 16, 4, 24, 0, 4, 0, 24];

test.each(sizes.map((size, i) => [i + 1, size]))(
  "kind %i is followed by %i bytes for two entries",
  (kind, size) => {
    const rest = Array.from({ length: size / 4 }, () => 0);
    const opened = openBtf(btf([{ kind, vlen: 2, rest }, btfStruct("after", 1, [])]), "vmlinux");
    expect(opened.offsets.length).toBe(3);
    expect(btfTypes(opened).named("struct", "after")).toEqual([2]);
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
  const opened = open(btf([btfStruct("module", 8, [{ type: 99, at: 0 }])]), "x");
  expect(() => recordNamed(opened, "module")).toThrow("type 99 wanted, there are 1");
  expect(() => opened.type(2)).toThrow("type 2 wanted");
});

test("anonymous structs that contain each other end in a FormatError, not in a stack", () => {
  const twice = [
    { type: 1, at: 0 },
    { type: 1, at: 0 },
  ];
  const opened = open(btf([btfStruct("", 8, twice), btfStruct("module", 8, twice)]), "x");
  const module = recordNamed(opened, "module");
  expect(() => module && namedMembers(opened, module)).toThrow("nested too deeply");
  const loop = open(
    btf([{ kind: BTF_KIND_CONST, sizeOrType: 1 }, btfStruct("module", 8, [{ type: 1, at: 0 }])]),
    "x",
  );
  const looping = recordNamed(loop, "module");
  expect(() => looping && namedMembers(loop, looping)).toThrow("refers to itself");
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(btf(types), (bytes) => {
    const opened = open(bytes, "vmlinux");
    const module = recordNamed(opened, "module");
    if (module) namedMembers(opened, module);
  });
});
