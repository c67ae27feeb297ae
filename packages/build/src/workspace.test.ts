import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withWorkspace } from "./workspace.ts";

let cache = "";

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "kofit-workspace-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

test("an empty directory in the cache, gone afterwards", async () => {
  const answer = await withWorkspace("demo", async (directory) => {
    expect(directory.startsWith(join(cache, "kofit", "demo-"))).toBe(true);
    expect(await readdir(directory)).toEqual([]);
    await writeFile(join(directory, "file"), "x");
    return 42;
  });
  expect(answer).toBe(42);
  expect(await readdir(join(cache, "kofit"))).toEqual([]);
});

test("gone after a failure, too", async () => {
  await expect(withWorkspace("demo", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await readdir(join(cache, "kofit"))).toEqual([]);
});

test("a directory that make can work in, where the cache is none", async () => {
  vi.stubEnv("XDG_CACHE_HOME", join(cache, "with space"));
  await withWorkspace("demo", async (directory) => {
    expect(directory.startsWith(join(tmpdir(), "kofit-demo-"))).toBe(true);
  });
});

test("what a killed run left is removed when it is old, and nothing else", async () => {
  const old = new Date(Date.now() - 48 * 60 * 60 * 1000);
  for (const name of ["demo-old", "demo-young", "apt"]) {
    await mkdir(join(cache, "kofit", name), { recursive: true });
  }
  await utimes(join(cache, "kofit", "demo-old"), old, old);
  await utimes(join(cache, "kofit", "apt"), old, old);
  await withWorkspace("demo", async () => {
    await expect(stat(join(cache, "kofit", "demo-old"))).rejects.toThrow("ENOENT");
  });
  expect((await readdir(join(cache, "kofit"))).toSorted()).toEqual(["apt", "demo-young"]);
});
