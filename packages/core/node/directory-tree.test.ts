import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAll } from "../src/io/byte-source.ts";
import { directoryTree } from "./directory-tree.ts";

let root = "";
let outside = "";
beforeAll(() => {
  const base = mkdtempSync(join(tmpdir(), "kofit-tree-"));
  root = join(base, "card");
  outside = join(base, "outside");
  put(join(root, "usr/src/headers/Module.symvers"), "in the card");
  put(join(root, "usr/lib/modules/6.12/modules.dep"), "dep");
  put(join(outside, "secret"), "of the machine");
  link("usr/lib", "lib");
  link("/usr/src/headers", "usr/lib/modules/6.12/build");
  link("../../../../../../..", "usr/lib/modules/6.12/up");
  link(join(outside, "secret"), "escape");
  link("loop-b", "loop-a");
  link("loop-a", "loop-b");
});
afterAll(() => rmSync(dirname(root), { recursive: true }));

const put = (path: string, content: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};
const link = (target: string, path: string): void => symlinkSync(target, join(root, path));
const text = async (links: "inside" | "system", path: string): Promise<string | undefined> => {
  const file = await directoryTree(root, { links }).open(path);
  return file && new TextDecoder().decode(await readAll(file, 1000));
};

test("inside a root file system, absolute links start at its root", async () => {
  expect(await text("inside", "lib/modules/6.12/build/Module.symvers")).toBe("in the card");
  expect(await text("system", "lib/modules/6.12/build/Module.symvers")).toBeUndefined();
});

test("nothing leads out of a root file system", async () => {
  expect(await text("inside", "escape")).toBeUndefined();
  expect(await text("system", "escape")).toBe("of the machine");
  expect(await text("inside", "../outside/secret")).toBeUndefined();
  expect(await text("inside", "lib/modules/6.12/up/usr/src/headers/Module.symvers")).toBe("in the card");
});

test("a link that leads round in a circle is not there", async () => {
  for (const links of ["inside", "system"] as const) {
    expect(await text(links, "loop-a")).toBeUndefined();
    expect(await text(links, "loop-a/x")).toBeUndefined();
  }
});

test("a listing tells what links lead to", async () => {
  const tree = directoryTree(root, { links: "inside" });
  expect(await tree.list("")).toEqual([
    { name: "escape", kind: "other" },
    { name: "lib", kind: "directory" },
    { name: "loop-a", kind: "other" },
    { name: "loop-b", kind: "other" },
    { name: "usr", kind: "directory" },
  ]);
  expect(await tree.list("usr/src/headers/Module.symvers")).toEqual([]);
  expect(await tree.list("nowhere")).toEqual([]);
});

test("paths that no system knows are not there", async () => {
  expect(await text("inside", "usr/\0")).toBeUndefined();
  expect(await text("system", "usr/\0")).toBeUndefined();
  expect(await text("inside", `${"x".repeat(5000)}/y`)).toBeUndefined();
});

test("the witness is told of all that was looked at, links and absent files included", async () => {
  const seen = new Set<string>();
  const tree = directoryTree(root, { links: "inside", witness: (path) => seen.add(path) });
  await tree.open("lib/modules/6.12/build/.config");
  expect(seen).toContain(join(root, "lib"));
  expect(seen).toContain(join(root, "usr/lib/modules/6.12/build"));
  expect(seen).toContain(join(root, "usr/src/headers/.config"));
});
