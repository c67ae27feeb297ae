import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findSource, type FoundSource } from "./find-source.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-find-"));
  for (const path of ["src/loop-0.15/x", "src/loop-dev/x", "src/two-1/x", "src/two-2/x", "dkms/only/3/x"]) {
    mkdirSync(join(directory, path), { recursive: true });
  }
  for (const name of ["loop-0.15", "two-1", "two-2"]) {
    writeFileSync(join(directory, "src", name, "dkms.conf"), "");
  }
  symlinkSync(join(directory, "src/two-1"), join(directory, "dkms/only/3/source"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const find = (operand: string): FoundSource =>
  findSource(operand, { sources: join(directory, "src"), dkms: join(directory, "dkms") });

test("a directory, by its real name", () => {
  symlinkSync("src/loop-0.15", join(directory, "link"));
  expect(find(join(directory, "link"))).toEqual({
    directory: join(directory, "src/loop-0.15"),
    name: "loop-0.15",
  });
});

test("a module of DKMS, with its version or the only one that there is", () => {
  const loop = {
    directory: join(directory, "src/loop-0.15"),
    name: "loop",
    installed: { module: "loop", version: "0.15" },
  };
  expect(find("loop/0.15")).toEqual(loop);
  expect(find("loop")).toEqual(loop);
  expect(find("only").directory).toBe(join(directory, "src/two-1"));
});

test.each([
  ["two", /several versions: two\/1, two\/2/],
  ["none/1", /no such directory, and no such module/],
  ["../loop/0.15", /no such directory/],
  ["loop/../two-1", /no such directory/],
])("%s", (operand, message) => {
  expect(() => find(operand)).toThrow(message);
});

test("a file", () => {
  expect(() => find(join(directory, "src/loop-0.15/dkms.conf"))).toThrow(/is a file/);
});
