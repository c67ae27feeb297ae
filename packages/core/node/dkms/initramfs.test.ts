import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cpioArchive } from "../../test/build/cpio-writer.ts";
import { elf } from "../../test/build/elf-writer.ts";
import { directoryTree } from "../directory-tree.ts";
import { initramfsCopies } from "./initramfs.ts";
import type { DkmsRow } from "./state.ts";

const RELEASE = "6.1.0-9-amd64";
let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kofit-initramfs-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

const module = (code: string, debug?: string): Uint8Array =>
  elf({
    sections: [
      { name: ".text", bytes: code },
      ...(debug === undefined ? [] : [{ name: ".debug_info", bytes: debug, flags: 0 }]),
    ],
  });
const path = `lib/modules/${RELEASE}/updates/dkms/x-y.ko`;
const rows: readonly DkmsRow[] = [
  {
    name: "x",
    version: "1",
    release: RELEASE,
    state: "installed",
    originalModule: false,
    modules: [{ name: "x-y", path, installed: true }],
    problems: [],
  },
];

const copies = (inImage: string, content: Uint8Array): ReturnType<typeof initramfsCopies> => {
  write(path, module("code", "debug information"));
  write(`boot/initrd.img-${RELEASE}`, gzipSync(cpioArchive({ [inImage]: content })));
  return initramfsCopies(directoryTree(root, { links: "inside" }), RELEASE, rows);
};

test("a copy that is older, whatever its name is spelt like and however it is packed", async () => {
  expect((await copies(`usr/${path}`, module("old"))).stale).toEqual([
    { module: "x-y", image: `boot/initrd.img-${RELEASE}`, path: `usr/${path}` },
  ]);
  const other = `lib/modules/${RELEASE}/kernel/x_y.ko.gz`;
  expect((await copies(other, gzipSync(module("old!")))).stale).toMatchObject([{ path: other }]);
});

test("a copy that is packed or stripped is the same", async () => {
  expect((await copies(`${path}.gz`, gzipSync(module("code", "debug information")))).stale).toEqual([]);
  expect((await copies(path, module("code"))).stale).toEqual([]);
});

test("modules of another kernel and other files are passed over", async () => {
  expect((await copies("lib/modules/5.10.0/x-y.ko", module("old"))).stale).toEqual([]);
  expect((await copies(`lib/modules/${RELEASE}/x-y.txt`, module("old"))).stale).toEqual([]);
});

test("an image that is damaged is said, and one that is not there is nothing", async () => {
  await copies(path, module("code"));
  write(`boot/initrd.img-${RELEASE}`, new TextEncoder().encode("no image at all"));
  const tree = directoryTree(root, { links: "inside" });
  const { trouble } = await initramfsCopies(tree, RELEASE, rows);
  expect(trouble).toHaveLength(1);
  expect(await initramfsCopies(tree, "6.2", rows)).toEqual({ stale: [], images: [], trouble: [] });
});
