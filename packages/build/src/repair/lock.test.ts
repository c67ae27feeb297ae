import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withLock } from "./lock.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-lock-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("one at a time, and nothing is left", async () => {
  await withLock(directory, "headers", async () => {
    const second = withLock(directory, "headers", () => Promise.resolve());
    await expect(second).rejects.toThrow(
      `headers is being repaired by another kofit (process ${process.pid})`,
    );
  });
  expect(readdirSync(directory)).toEqual([]);
});

test("the lock of one that was killed does not count, nor that of a process that has its number now", async () => {
  for (const owner of ["4194305 1", `${process.pid} 1`, "", "x y z"]) {
    writeFileSync(join(directory, "lock"), owner);
    const inside = await withLock(directory, "headers", () =>
      Promise.resolve(readFileSync(join(directory, "lock"), "latin1")),
    );
    expect(inside).toMatch(new RegExp(`^${process.pid} [0-9]+$`));
  }
});
