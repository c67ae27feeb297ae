import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { text } from "../test/build/byte-writer.ts";
import { deb } from "../test/build/deb-writer.ts";
import { rawImage } from "../test/build/image-writer.ts";
import { RELEASE, rootFiles } from "../test/build/kernel-writer.ts";
import { InputError } from "../src/model/input-error.ts";
import { withImage } from "./index.ts";

let directory = "";
beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), "kofit-image-")));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Answers with the path of `name`. */
function put(name: string, files: Readonly<Record<string, Uint8Array>>): string {
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name, path)), { recursive: true });
    writeFileSync(join(directory, name, path), bytes);
  }
  return join(directory, name);
}

const one = rawImage("arm64", text("one"));
const two = rawImage("arm64", text("two"));
const imageOf = async (...targets: readonly string[]): Promise<Uint8Array | undefined> =>
  withImage(targets, {}, async (image) => image.read(0, image.size));

test("a file, and a package, whatever else is named before", async () => {
  const file = join(put("files", { vmlinuz: one, config: text("CONFIG_MODULES=y\n") }), "vmlinuz");
  expect(await imageOf(join(directory, "files/config"), file)).toEqual(one);
  const packed = deb({ files: [{ path: "./boot/vmlinuz-6.12", content: two }] });
  const other = deb({ files: [{ path: "./usr/share/doc/x", content: text("x") }] });
  const root = put("packages", { "image.deb": packed, "doc.deb": other });
  expect(await imageOf(join(root, "doc.deb"), join(root, "image.deb"), file)).toEqual(two);
});

test("a package is not read behind its image", async () => {
  const files = ["6.12", "6.13"].map((release) => ({ path: `./boot/vmlinuz-${release}`, content: one }));
  // Read to the end, it is an error that it holds two.
  expect(await imageOf(join(put("two", { "two.deb": deb({ files }) }), "two.deb"))).toEqual(one);
});

test("in a root file system that of the kernel whose modules are installed", async () => {
  const root = put("root", {
    ...rootFiles,
    [`boot/vmlinuz-${RELEASE}`]: one,
    "boot/vmlinuz-5.10-removed": two,
  });
  expect(await imageOf(root)).toEqual(one);
  expect(await imageOf(join(root, "lib/modules", RELEASE))).toEqual(one);
});

test("where only the name tells, the one that is there", async () => {
  expect(await imageOf(put("card", { ...rootFiles, "boot/zImage": one }))).toEqual(one);
  const boot = put("boot", { "vmlinuz-6.12": two, "System.map-6.12": text("x") });
  symlinkSync("vmlinuz-6.12", join(boot, "vmlinuz"));
  symlinkSync("vmlinuz-6.1", join(boot, "vmlinuz-old"));
  expect(await imageOf(boot)).toEqual(two);
});

test("several are an error that names them", async () => {
  const boot = put("boot", { "vmlinuz-6.1": one, "vmlinuz-6.12": two });
  const error: unknown = await imageOf(boot).catch((reason: unknown) => reason);
  if (!(error instanceof InputError)) throw error;
  expect(error.text.en).toBe(
    `${boot} holds several kernel images (vmlinuz-6.1, vmlinuz-6.12): name one of them, as in --kernel ${join(boot, "vmlinuz-6.1")}`,
  );
  expect(error.text.zh).toContain("中有多个内核映像（vmlinuz-6.1、vmlinuz-6.12）");
});

test("none is undefined, and what is not there an error", async () => {
  expect(await imageOf(put("empty", { "etc/fstab": text("x") }))).toBeUndefined();
  expect(await imageOf(put("root", rootFiles))).toBeUndefined();
  await expect(imageOf(join(directory, "nothing"))).rejects.toThrow(InputError);
});
