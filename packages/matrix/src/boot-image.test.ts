import { gzipSync } from "node:zlib";
import { bytesSource, FormatError, InputError } from "@kofit/core";
import { expect, test } from "vitest";
import { text } from "../../core/test/build/byte-writer.ts";
import { elf } from "../../core/test/build/elf-writer.ts";
import { armZimage, bzimage, efiZboot, rawImage } from "../../core/test/build/image-writer.ts";
import { type BootImage, bootImage } from "./boot-image.ts";

const rest = text("what runs".repeat(100));
const vmlinux = (bits: 32 | 64): Uint8Array =>
  elf({
    bits,
    machine: bits === 64 ? 62 : 3,
    type: 2,
    sections: [{ name: ".rodata", bytes: "Linux version 6.1.0 (x)\0" }],
  });
const arm64 = rawImage("arm64", rest);

const boot = async (bytes: Uint8Array): Promise<BootImage> => bootImage(bytesSource("vmlinuz", bytes));
const content = async ({ bytes }: BootImage): Promise<Uint8Array> => bytes.read(0, bytes.size);

test.each([
  ["amd64", bzimage(vmlinux(64))],
  ["armhf", armZimage(rest, "gzip")],
  ["arm64", arm64],
  ["riscv64", rawImage("riscv64", rest)],
] as const)("%s: the file is what is booted", async (architecture, bytes) => {
  const image = await boot(bytes);
  expect(image).toMatchObject({ name: "vmlinuz", architecture });
  expect(await content(image)).toEqual(bytes);
});

test("Image.gz, EFI zboot, and a bzImage that somebody packed once more, are unpacked", async () => {
  expect(await content(await boot(new Uint8Array(gzipSync(arm64))))).toEqual(arm64);
  expect(await content(await boot(efiZboot(arm64, "gzip")))).toEqual(arm64);
  const x86 = bzimage(vmlinux(64));
  expect(await content(await boot(new Uint8Array(gzipSync(x86))))).toEqual(x86);
});

test("32-bit x86, other architectures and anything else is no image that boots here", async () => {
  for (const bytes of [bzimage(vmlinux(32)), rawImage("loongarch64", rest), text("text"), text("")]) {
    await expect(boot(bytes)).rejects.toThrow(InputError);
  }
});

test("one that is cut off is damaged", async () => {
  await expect(boot(efiZboot(arm64, "gzip").subarray(0, 80))).rejects.toThrow(FormatError);
});
