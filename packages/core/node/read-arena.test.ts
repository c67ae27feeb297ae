import { expect, test } from "vitest";
import { readArena } from "./read-arena.ts";

test("what is taken does not overlap, and is handed out again after a reset", () => {
  const arena = readArena();
  const first = arena.take(3).fill(1);
  const second = arena.take(5).fill(2);
  expect([...first]).toEqual([1, 1, 1]);
  expect(second.byteOffset % 8).toBe(0);
  arena.reset();
  expect(arena.take(3).byteOffset).toBe(first.byteOffset);
});

test("more than the arena holds is fresh memory", () => {
  const arena = readArena();
  const large = arena.take(64 << 20);
  expect(large.length).toBe(64 << 20);
  expect(arena.take(8).buffer).not.toBe(large.buffer);
});
