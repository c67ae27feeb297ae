import { gzipSync } from "node:zlib";
import { bytesSource, FormatError, InputError } from "@kofit/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bootImage } from "./boot-image.ts";

function header(edits: Readonly<Record<number, number>>, size = 0x240): Buffer {
  const bytes = Buffer.alloc(size);
  for (const [at, value] of Object.entries(edits)) bytes.writeUInt32LE(value, Number(at));
  return bytes;
}

const images = {
  amd64: header({ 0x202: 0x53726448, 0x236: 1 }),
  arm64: header({ 0x38: 0x644d5241 }),
  riscv64: header({ 0x38: 0x05435352 }),
  armhf: header({ 0x24: 0x016f2818 }),
} as const;

test("the header tells the architecture", async () => {
  for (const [architecture, bytes] of Object.entries(images)) {
    expect(await bootImage(bytesSource("vmlinuz", bytes))).toMatchObject({ name: "vmlinuz", architecture });
  }
});

test("Image.gz and EFI zboot are unpacked", async () => {
  const packed = gzipSync(images.arm64);
  const zboot = Buffer.concat([header({ 0: 0x5a4d, 4: 0x676d697a, 8: 64, 12: packed.length }, 64), packed]);
  for (const bytes of [packed, zboot]) {
    const image = await bootImage(bytesSource("vmlinuz", bytes));
    expect(image.architecture).toBe("arm64");
    expect(Buffer.from(await image.bytes.read(0, image.bytes.size))).toEqual(images.arm64);
  }
});

test("32-bit x86 and anything else is no image that boots here", async () => {
  for (const bytes of [header({ 0x202: 0x53726448 }), Buffer.from("text"), Buffer.alloc(0)]) {
    await expect(bootImage(bytesSource("x", bytes))).rejects.toThrow(InputError);
  }
});

test("damaged: an image or an error of the input", async () => {
  const packed = gzipSync(images.arm64);
  const good = Buffer.concat([header({ 0: 0x5a4d, 4: 0x676d697a, 8: 64, 12: packed.length }, 64), packed]);
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), async (at, byte, size) => {
      const bytes = Buffer.from(good);
      bytes[at] = byte;
      try {
        await bootImage(bytesSource("x", bytes.subarray(0, size)));
      } catch (error) {
        if (!(error instanceof FormatError || error instanceof InputError)) throw error;
      }
    }),
  );
});
