import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { moduleFiles } from "./module-files.ts";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-modules-"));
  for (const path of [
    "kernel/a.ko",
    "kernel/b.ko.xz",
    "kernel/c.ko.gz",
    "updates/d.ko.zst",
    "kernel/e.kot",
    "kernel/f.o",
    "src/g.ko",
  ]) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), "");
  }
  symlinkSync("..", join(directory, "kernel/up"));
  symlinkSync(join(directory, "src"), join(directory, "build"));
  symlinkSync("self.ko", join(directory, "self.ko"));
  execFileSync("mkfifo", [join(directory, "pipe.ko")]);
  mkdirSync(join(directory, "empty"));
});
afterAll(() => rmSync(directory, { recursive: true }));

test("a directory is every module below it, once, without its build link", () => {
  const files = [...moduleFiles([directory])].map((path) => relative(directory, path));
  expect(files).toEqual(["kernel/a.ko", "kernel/b.ko.xz", "kernel/c.ko.gz", "src/g.ko", "updates/d.ko.zst"]);
});

test("a file is itself, whatever its name", () => {
  const path = join(directory, "kernel/f.o");
  expect([...moduleFiles([path])]).toEqual([path]);
});

test("a directory without a module, and a path that is not there, are input errors", () => {
  expect(() => [...moduleFiles([join(directory, "empty")])]).toThrow("no module");
  expect(() => [...moduleFiles([join(directory, "nothing.ko")])]).toThrow("no such file");
});
