import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copySource } from "./copy-source.ts";
import { sourceRoot } from "./source-root.ts";

let directory = "";
let source = "";
let copy = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-copy-"));
  source = join(directory, "above/source");
  copy = join(directory, "copy");
  mkdirSync(source, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), path);
  }
}

const never = new AbortController().signal;

test("what an earlier build left stays behind; an object that came with the source comes along", async () => {
  write("a.c", "sub/b.h", "blob.o", ".git/HEAD", ".gitignore");
  write(
    "a.o",
    ".a.o.cmd",
    "a.ko",
    "a.mod",
    "a.mod.c",
    "modules.order",
    "Module.symvers",
    "sub/b.o",
    "sub/.b.o.cmd",
  );
  await copySource(source, copy, never);
  const wanted = new Set([".gitignore", "a.c", "blob.o", "sub", "sub/b.h"]);
  expect(new Set(readdirSync(copy, { recursive: true, encoding: "utf8" }))).toEqual(wanted);
});

test("links inside lead to the copy, others to where they led; what is no file is left away", async () => {
  write("sub/b.h");
  symlinkSync("sub/b.h", join(source, "inside"));
  symlinkSync(join(source, "sub"), join(source, "absolute"));
  symlinkSync("../outside.h", join(source, "outside"));
  execFileSync("mkfifo", [join(source, "pipe")]);
  await copySource(source, copy, never);
  expect(readlinkSync(join(copy, "inside"))).toBe("sub/b.h");
  expect(readlinkSync(join(copy, "absolute"))).toBe("sub");
  expect(readlinkSync(join(copy, "outside"))).toBe(join(directory, "above/outside.h"));
  expect(readdirSync(copy)).not.toContain("pipe");
});

test("it stops when it is told to", async () => {
  write("a.c");
  await expect(copySource(source, copy, AbortSignal.abort())).rejects.toThrow(/abort/i);
});

test("a source that names files above it, which are there, is more than its directory", async () => {
  write("Makefile", "sub/a.c");
  expect(await sourceRoot(source)).toBe(source);
  writeFileSync(join(source, "Makefile"), "ccflags-y := -I$(src)/../common\n# ../nowhere\n");
  expect(await sourceRoot(source)).toBe(source);
  mkdirSync(join(directory, "above/common"));
  expect(await sourceRoot(source)).toBe(join(directory, "above"));
  writeFileSync(join(source, "sub/a.c"), '#include "../../../top.h"\n');
  writeFileSync(join(directory, "top.h"), "");
  expect(await sourceRoot(source)).toBe(directory);
});
