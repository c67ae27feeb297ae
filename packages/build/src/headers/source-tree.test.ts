import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sourceTreeOf } from "./source-tree.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kofit-source-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("a Makefile that leads to another", async () => {
  await writeFile(join(directory, "Makefile"), "include /usr/src/linux-headers-6.12-common/Makefile\n");
  expect(await sourceTreeOf(directory)).toBe("/usr/src/linux-headers-6.12-common");
});

test("relative ones start at the headers", async () => {
  await writeFile(join(directory, "Makefile"), "include ../common/Makefile\n");
  expect(await sourceTreeOf(directory)).toBe(join(directory, "../common"));
});

test("one tree, and none", async () => {
  await writeFile(join(directory, "Makefile"), "VERSION = 6\ninclude $(srctree)/arch/$(SRCARCH)/Makefile\n");
  expect(await sourceTreeOf(directory)).toBe(directory);
  expect(await sourceTreeOf(join(directory, "none"))).toBe(join(directory, "none"));
});
