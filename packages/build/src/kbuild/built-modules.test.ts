import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { builtModules, isWritable, placeModules } from "./built-modules.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-built-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("modules below a directory, packed or not; no links, nothing else", async () => {
  mkdirSync(join(directory, "sub"));
  for (const name of ["b.ko", "a.ko.xz", "x.mod.o", "sub/c.ko"]) writeFileSync(join(directory, name), "");
  symlinkSync("b.ko", join(directory, "link.ko"));
  symlinkSync("..", join(directory, "sub/up"));
  expect(await builtModules(directory)).toEqual(["a.ko.xz", "b.ko", "sub/c.ko"]);
});

test("all take their places, in directories that are made for them", async () => {
  writeFileSync(join(directory, "a.ko"), "new");
  mkdirSync(join(directory, "out"));
  writeFileSync(join(directory, "out/a.ko"), "old");
  const from = join(directory, "a.ko");
  await placeModules([
    { from, to: join(directory, "out/a.ko") },
    { from, to: join(directory, "out/sub/b.ko") },
  ]);
  expect(readFileSync(join(directory, "out/a.ko"), "utf8")).toBe("new");
  expect(readdirSync(join(directory, "out"), { recursive: true }).length).toBe(3);
});

test("where one cannot be written, none is", async () => {
  writeFileSync(join(directory, "a.ko"), "new");
  const to = join(directory, "out/a.ko");
  const lost = { from: join(directory, "none.ko"), to: join(directory, "out/none.ko") };
  await expect(placeModules([{ from: join(directory, "a.ko"), to }, lost])).rejects.toThrow(/ENOENT/);
  expect(existsSync(to)).toBe(false);
  expect(readdirSync(join(directory, "out"))).toEqual([]);
});

test("whether files can be made there", async () => {
  writeFileSync(join(directory, "file"), "");
  expect(await isWritable(directory)).toBe(true);
  expect(await isWritable(join(directory, "not/yet/there"))).toBe(true);
  expect(await isWritable(join(directory, "file"))).toBe(false);
  expect(await isWritable(join(directory, "file/below"))).toBe(false);
});
