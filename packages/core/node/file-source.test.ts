import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FormatError } from "../src/io/format-error.ts";
import { InputError } from "../src/model/input-error.ts";
import { fileSource, unopenedSource } from "./file-source.ts";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-file-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const put = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};

test("a file is read at any offset", async () => {
  const file = fileSource(put("a", "0123456789"));
  expect(file.size).toBe(10);
  expect(await file.read(3, 4)).toEqual(new TextEncoder().encode("3456"));
  expect(await file.read(10, 0)).toEqual(new Uint8Array());
  await expect(file.read(7, 4)).rejects.toThrow(FormatError);
  file.close();
});

test("a file that shrinks while it is read says so, with the offset", async () => {
  const path = put("shrinks", "0123456789");
  const file = fileSource(path);
  truncateSync(path, 4);
  await expect(file.read(0, 10)).rejects.toThrow(`${path} at 0x4: 6 bytes wanted, the file ends`);
  file.close();
});

test("what is no regular file is named as what it is, and a FIFO without a writer does not hang", () => {
  const fifo = join(directory, "fifo");
  execFileSync("mkfifo", [fifo]);
  expect(() => fileSource(fifo)).toThrow(`${fifo} is a named pipe (FIFO), not a regular file`);
  expect(() => fileSource("/dev/zero")).toThrow("is a device");
  mkdirSync(join(directory, "directory"));
  expect(() => fileSource(join(directory, "directory"))).toThrow("is a directory");
});

test("what is not there, and a link that leads to itself, are input errors in both languages", () => {
  expect(() => fileSource(join(directory, "nothing"))).toThrow("no such file");
  const loop = join(directory, "loop");
  symlinkSync(loop, loop);
  expect(() => fileSource(loop)).toThrow(InputError);
  expect(() => fileSource(loop)).toThrow(
    expect.objectContaining({
      text: { en: expect.stringContaining("circle"), zh: expect.stringContaining("循环") },
    }),
  );
});

test("a sparse file of 4 GiB costs nothing until it is read", async () => {
  const path = put("sparse", "");
  truncateSync(path, 4 * 2 ** 30);
  const file = fileSource(path);
  expect(file.size).toBe(4 * 2 ** 30);
  expect(await file.read(4 * 2 ** 30 - 2, 2)).toEqual(new Uint8Array(2));
  file.close();
});

test("an unopened source opens for each read; one that is gone is damage, not a crash", async () => {
  const path = put("tree", "abc");
  const file = unopenedSource(path, 3, "x/tree");
  expect(await file.read(1, 2)).toEqual(new TextEncoder().encode("bc"));
  rmSync(path);
  await expect(file.read(0, 1)).rejects.toThrow("x/tree at 0x0: no such file");
});

test.skipIf(process.getuid?.() === 0)("a file that may not be read says so", () => {
  const path = put("secret", "x");
  chmodSync(path, 0);
  expect(() => fileSource(path)).toThrow("permission denied");
});
