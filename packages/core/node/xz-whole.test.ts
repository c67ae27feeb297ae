import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { xz } from "../test/build/xz-writer.ts";
import { xzWhole } from "./xz-whole.ts";

const hasPrograms = ["xz", "prlimit"].every((program) => spawnSync(program, ["--version"]).status === 0);
const large = Uint8Array.from({ length: 600_000 }, (_, i) => (i * i) >> 3);

test.skipIf(!hasPrograms)("a large input is unpacked by the program", () => {
  const content = xzWhole(xz(large), 1 << 20, "xz");
  expect(content && Buffer.from(large).equals(content)).toBe(true);
});

test("what is small, damaged, of another format or too large is left to the portable decoder", () => {
  expect(xzWhole(xz(large.subarray(0, 1000)), 1 << 20, "xz")).toBeUndefined();
  const damaged = xz(large);
  damaged[300_000] = (damaged[300_000] ?? 0) ^ 1;
  expect(xzWhole(damaged, 1 << 20, "xz")).toBeUndefined();
  expect(xzWhole(xz(large), 1 << 20, "lzma")).toBeUndefined();
  expect(xzWhole(xz(large), 500_000, "xz")).toBeUndefined();
});
