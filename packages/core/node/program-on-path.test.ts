import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { programOnPath } from "./program-on-path.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-path-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("the first file that can be run, through links; neither a directory nor a text", () => {
  for (const name of ["a", "b", "c"]) mkdirSync(join(directory, name));
  mkdirSync(join(directory, "a", "tool"));
  writeFileSync(join(directory, "b", "tool"), "", { mode: 0o644 });
  writeFileSync(join(directory, "real"), "", { mode: 0o755 });
  symlinkSync("../real", join(directory, "c", "tool"));
  const path = ["", "a", "b", "c", "missing"]
    .map((name) => (name === "" ? "" : join(directory, name)))
    .join(":");
  expect(programOnPath("tool", path)).toBe(join(directory, "c", "tool"));
  expect(programOnPath("other", path)).toBeUndefined();
  expect(programOnPath("tool", "")).toBeUndefined();
});
