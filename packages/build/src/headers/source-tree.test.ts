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

test.each([
  ["include /usr/src/linux-headers-6.12-common/Makefile\n", "/usr/src/linux-headers-6.12-common"],
  ["KBUILD_OUTPUT=/usr/src/x\ninclude /usr/src/linux-common/Makefile\n", "/usr/src/linux-common"],
  [
    "# Automatically generated\nMAKEARGS := -C /usr/src/linux-4.19\nMAKEARGS += O=/b\n",
    "/usr/src/linux-4.19",
  ],
])("a Makefile that leads to another: %j", async (text, wanted) => {
  await writeFile(join(directory, "Makefile"), text);
  expect(await sourceTreeOf(directory)).toBe(wanted);
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
