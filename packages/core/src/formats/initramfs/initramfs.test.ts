import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { cpioArchive } from "../../../test/build/cpio-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { eachInitramfsMember } from "./initramfs.ts";

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const together = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

const early = cpioArchive({ "kernel/x86/microcode/a.bin": "micro" });
const main = cpioArchive({ "./usr/lib/modules/6.1/x.ko": "module", "/init": "#!/bin/sh\n", empty: "" });

async function read(image: Uint8Array): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  await eachInitramfsMember(bytesSource("initrd", image), async (member) => {
    if (member.kind === "file") found[member.path] = new TextDecoder().decode(await member.bytes(100));
  });
  return found;
}

const all = {
  "kernel/x86/microcode/a.bin": "micro",
  "usr/lib/modules/6.1/x.ko": "module",
  init: "#!/bin/sh\n",
  empty: "",
};

test("archives one after the other, the last one compressed or not", async () => {
  expect(await read(together(early, new Uint8Array(600), main))).toEqual(all);
  expect(await read(together(early, new Uint8Array(70_000), gzipSync(main)))).toEqual(all);
  expect(await read(together(early, gzipSync(main), new Uint8Array(512)))).toEqual(all);
  expect(Object.keys(await read(gzipSync(main)))).toHaveLength(3);
});

test("a member that is not asked for is passed over, one that is too large is an error", async () => {
  const image = bytesSource("initrd", cpioArchive({ large: "x".repeat(101), small: "y" }));
  const names: string[] = [];
  await eachInitramfsMember(image, async ({ path }) => void names.push(path));
  expect(names).toEqual(["large", "small"]);
  await expect(read(cpioArchive({ large: "x".repeat(101) }))).rejects.toThrow("at most 100");
});

test("what is no initramfs", async () => {
  await expect(read(new Uint8Array(100))).rejects.toThrow("nothing but zeros");
  await expect(read(text("neither this nor that"))).rejects.toThrow("a cpio archive or something compressed");
  await expect(read(main.subarray(0, -60))).rejects.toMatchObject({ name: "FormatError" });
  await expect(read(text(`070701${"f".repeat(104)}`))).rejects.toThrow("a name of 1 to 4096 bytes");
});

test("survives damage", async () => {
  const good = together(early, new Uint8Array(64), gzipSync(main));
  await survivesDamage(
    good,
    (bytes) => eachInitramfsMember(bytesSource("initrd", bytes), async () => {}),
    200,
  );
});
