import { FormatError, InputError } from "@kofit/core";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deb } from "../../../core/test/build/deb-writer.ts";
import type { TarSpec } from "../../../core/test/build/tar-writer.ts";
import { unpack } from "./unpack.ts";

let above = "";
let root = "";

beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), "kofit-unpack-"));
  root = join(above, "root");
  await mkdir(root);
});
afterEach(() => rm(above, { recursive: true }));

const never = new AbortController().signal;

async function unpackAll(packages: readonly (readonly TarSpec[])[], signal = never): Promise<void> {
  const paths = packages.map((_, index) => join(above, `${index}.deb`));
  for (const [index, files] of packages.entries()) {
    await writeFile(paths[index] ?? "", deb({ files }));
  }
  await unpack(paths, root, signal);
}

const executable = async (name: string): Promise<boolean> =>
  ((await stat(join(root, name))).mode & 0o111) !== 0;
const link = (path: string, linkTarget: string): TarSpec => ({ path, type: "2", linkTarget });

test("files of several packages, with their directories and the links between them", async () => {
  await unpackAll([
    [
      { path: "./usr/", type: "5" },
      { path: "./usr/src/headers/Makefile", content: "all:\n" },
      link("./usr/src/headers/scripts", "../../lib/kbuild/scripts"),
    ],
    [{ path: "./usr/lib/kbuild/scripts/run.sh", content: "#!/bin/sh\n" }],
  ]);
  expect(await readFile(join(root, "usr/src/headers/Makefile"), "utf8")).toBe("all:\n");
  expect(await readFile(join(root, "usr/src/headers/scripts/run.sh"), "utf8")).toBe("#!/bin/sh\n");
});

test("programs can be run, other files cannot", async () => {
  await unpackAll([
    [
      { path: "script", content: "#!/bin/sh\n" },
      { path: "program", content: "\x7fELF" },
      { path: "text", content: "# no\n" },
    ],
  ]);
  expect(await Promise.all(["script", "program", "text"].map(executable))).toEqual([true, true, false]);
});

test("no file is written through a link, whichever comes first", async () => {
  await mkdir(join(above, "outside"));
  await unpackAll([[link("way", "../outside")], [{ path: "way/file", content: "x" }]]);
  expect(await readdir(join(above, "outside"))).toEqual([]);
  expect(await readFile(join(root, "way/file"), "utf8")).toBe("x");
});

test("a link that leads out is left away: absolute, upward, or through another link", async () => {
  await unpackAll([
    [
      link("absolute", "/etc/passwd"),
      link("upward", "a/../../x"),
      link("a/b/here", "../../c/d"),
      { path: "c/d/e/", type: "5" },
      // lexically inside (a/b/here/e is three deep), really in c/d/e: two up from there is c, three is the root, four is out
      link("a/b/here/e/through", "../../../../x"),
      link("fine", "c/d"),
    ],
  ]);
  expect((await readdir(root)).toSorted()).toEqual(["a", "c", "fine"]);
  expect(await readlink(join(root, "fine"))).toBe("c/d");
});

test("an absolute link leads to what another package has there", async () => {
  await unpackAll([
    [link("usr/src/headers/scripts", "/usr/lib/kbuild/scripts"), link("usr/src/etc", "/etc")],
    [{ path: "usr/lib/kbuild/scripts/run.sh", content: "#!/bin/sh\n" }],
  ]);
  expect(await readlink(join(root, "usr/src/headers/scripts"))).toBe("../../lib/kbuild/scripts");
  expect(await readdir(join(root, "usr/src"))).toEqual(["headers"]);
});

test("a path that leads out is damage, and nothing is written there", async () => {
  await expect(unpackAll([[{ path: "../escaped", content: "x" }]])).rejects.toThrow(FormatError);
  expect(await readdir(above)).toEqual(["0.deb", "root"]);
});

test("what promises more than headers can have is refused before it is read", async () => {
  const gigabyte = `${(2 ** 31).toString(8)}\0`;
  await expect(unpackAll([[{ path: "big", content: "x", size: gigabyte }]])).rejects.toThrow(InputError);
});

test("it stops when it is told to", async () => {
  const controller = new AbortController();
  controller.abort();
  await expect(unpackAll([[{ path: "file", content: "x" }]], controller.signal)).rejects.toThrow(/abort/i);
  expect(await readdir(root)).toEqual([]);
});
