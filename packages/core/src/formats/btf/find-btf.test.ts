import { expect, test } from "vitest";
import { btf, btfInt, btfStruct } from "../../../test/build/btf-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { findBtf } from "./find-btf.ts";
import { recordNamed } from "../../c-types/record-named.ts";
import { btfTypes } from "./btf-types.ts";

const types = btf([btfInt("long unsigned int", 8), btfStruct("module", 0x500, [])]);
const ofProgram = btf([btfInt("int", 4)]);
const magic = Uint8Array.of(0x9f, 0xeb, 1, 0);

/** With zeros behind it, up to a multiple of four. */
const padded = (part: Uint8Array): Uint8Array =>
  Buffer.concat([part, new Uint8Array(36 - (part.length % 4))]);
const binary = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat([new Uint8Array(100), ...parts.map(padded)]));

test("the largest that is whole is the kernel's", () => {
  const found = findBtf(binary(magic, ofProgram, magic, types, magic), "vmlinuz!kernel", true);
  expect(found && recordNamed(btfTypes(found.btf), "module")?.size).toBe(0x500);
  expect(found?.offset).toBe(binary(magic, ofProgram, magic).length);
});

test("a kernel that stands anywhere in memory", () => {
  const bytes = Buffer.concat([new Uint8Array(1), binary(types)]);
  expect(findBtf(bytes.subarray(1), "vmlinuz!kernel", true)?.offset).toBe(100);
});

test("a kernel without BTF has none, and none of the other byte order", () => {
  expect(findBtf(binary(magic), "vmlinuz!kernel", true)).toBeUndefined();
  expect(findBtf(binary(types), "vmlinuz!kernel", false)).toBeUndefined();
});

test("damage is not found, or opened", async () => {
  await survivesDamage(binary(types), (bytes) => findBtf(bytes, "vmlinuz!kernel", true), 300);
});
