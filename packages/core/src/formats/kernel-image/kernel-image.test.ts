import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import {
  armZimage,
  bzimage,
  efiZboot,
  type Packer,
  packers,
  rawImage,
} from "../../../test/build/image-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import { kernelContainer, type KernelImage, openKernelImage } from "./kernel-image.ts";

const ET_EXEC = 2;
const vmlinux = (bits: 32 | 64 = 64): Uint8Array =>
  elf({
    bits,
    machine: bits === 64 ? 62 : 3,
    type: ET_EXEC,
    sections: [{ name: ".rodata", bytes: "Linux version 6.1.0 (x)\0" }],
  });
const rest = text("what runs".repeat(100));
const arm64 = rawImage("arm64", rest);

const open = async (bytes: Uint8Array): Promise<KernelImage | undefined> =>
  openKernelImage(bytesSource("vmlinuz", bytes));

const isPacker = (id: string): id is Packer => Object.hasOwn(packers, id);
const allPackers = Object.keys(packers).filter(isPacker);

test.each(allPackers)("each container gives back the kernel that was packed by %s", async (packer) => {
  expect(await open(bzimage(vmlinux(), packer))).toMatchObject({
    container: "bzimage",
    compression: packer,
    architecture: { name: "x86_64" },
    kernel: vmlinux(),
    name: "vmlinuz!kernel",
    littleEndian: true,
    wordSize: 8,
  });
  expect(await open(efiZboot(arm64, packer))).toMatchObject({
    container: "efi-zboot",
    compression: packer,
    architecture: { name: "arm64" },
    kernel: arm64,
  });
  expect(await open(armZimage(rest, packer))).toMatchObject({
    container: "arm-zimage",
    compression: packer,
    architecture: { name: "arm" },
    kernel: rest,
    wordSize: 4,
  });
});

test("a raw kernel is the file, and may be compressed as a whole", async () => {
  const plain = await open(arm64);
  expect(plain).toMatchObject({ container: "arm64-image", architecture: { name: "arm64" }, kernel: arm64 });
  expect(plain?.compression).toBeUndefined();
  const packed = await open(new Uint8Array(gzipSync(arm64)));
  expect(packed).toMatchObject({ container: "arm64-image", compression: "gzip", kernel: arm64 });
  const riscv = await open(rawImage("riscv64", rest));
  expect(riscv).toMatchObject({ container: "riscv-image", architecture: { name: "riscv64" } });
});

test("the architecture is that of the kernel inside", async () => {
  const names = await Promise.all(
    [
      bzimage(vmlinux(32)),
      rawImage("riscv32", rest),
      efiZboot(rawImage("loongarch64", rest)),
      efiZboot(rawImage("riscv64", rest)),
      armZimage(rest, "xz", false),
    ].map(async (bytes) => (await open(bytes))?.architecture.name),
  );
  expect(names).toEqual(["i386", "riscv32", "loongarch64", "riscv64", "armeb"]);
});

test("what is no kernel image is none", async () => {
  for (const bytes of [new Uint8Array(0), text("MZ"), vmlinux(), text("#\n# Linux/x86 6.1.0\n")]) {
    expect(await open(bytes)).toBeUndefined();
    expect(await kernelContainer(bytesSource("x", bytes))).toBeUndefined();
  }
  expect(await kernelContainer(bytesSource("x", arm64))).toBe("arm64-image");
});

const images: Readonly<Record<string, Uint8Array>> = {
  bzimage: bzimage(vmlinux(), "xz"),
  "arm64-image": arm64,
  "riscv-image": rawImage("riscv64", rest),
  "efi-zboot": efiZboot(arm64, "zstd"),
  "arm-zimage": armZimage(rest, "lz4"),
};

test.each(Object.entries(images))("%s that is cut off is an error that names it", async (_, whole) => {
  // Behind the header; what follows the payload is not read.
  for (const length of [0x210, 0x290, Math.floor(whole.length / 2), whole.length - 40]) {
    if (length < 0x60 || length > whole.length - 30) continue;
    const error: unknown = await open(whole.slice(0, length)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toContain("vmlinuz");
  }
});

test("x86: what is missing behind the payload is told, though nothing is read of it", async () => {
  const whole = bzimage(vmlinux(), "lz4");
  await expect(open(whole.slice(0, -9 - 16))).rejects.toThrow("payload of");
  const long = new Uint8Array([...whole.subarray(0, -9), ...new Uint8Array(64)]);
  new DataView(long.buffer).setUint32(0x1f4, Math.floor((long.length - 0x800) / 16), true);
  expect(await open(long)).toMatchObject({ container: "bzimage" });
  await expect(open(long.slice(0, -20))).rejects.toThrow("kernel of");
});

test("EFI zboot: the size behind the payload bounds what is unpacked, and has to fit", async () => {
  const image = efiZboot(arm64, "zstd");
  const at = image.length - "EFI stub".length - 4;
  new DataView(image.buffer).setUint32(at, arm64.length + 1, true);
  await expect(open(image)).rejects.toThrow(`a kernel of ${arm64.length + 1} bytes expected`);
  new DataView(image.buffer).setUint32(at, 0x7fffffff, true);
  await expect(open(image)).rejects.toThrow("at most 268435456 are unpacked");
});

test("EFI zboot: what is missing behind the payload is told", async () => {
  const whole = efiZboot(arm64, "zstd");
  await expect(open(whole.slice(0, -3))).rejects.toThrow("expected by its PE header");
});

test.each(Object.entries(images))("damaged %s is a FormatError or an image, soon", async (_, whole) => {
  await survivesDamage(whole, open, 300);
});

test("a payload that says too much is refused before it is unpacked, and the limit is named", async () => {
  const bomb = bzimage(vmlinux(), "xz");
  const end = bomb.length - "boot code".length;
  new DataView(bomb.buffer).setUint32(end - 4, 0x7fffffff, true);
  await expect(open(bomb)).rejects.toThrow("a kernel of 2147483647 bytes; at most 268435456 are unpacked");
});

test("a payload that holds more than it says is unpacked no further", async () => {
  const kernel = new Uint8Array(8 << 20);
  const bomb = bzimage(kernel, "zstd");
  const end = bomb.length - "boot code".length;
  new DataView(bomb.buffer).setUint32(end - 4, 100_000, true);
  await expect(open(bomb)).rejects.toThrow("100000");
  new DataView(bomb.buffer).setUint32(end - 4, kernel.length + 1, true);
  await expect(open(bomb)).rejects.toThrow(`a kernel of ${kernel.length + 1} bytes expected`);
});

test("headers that kofit cannot read are told", async () => {
  await expect(open(bzimage(vmlinux(), "gzip", 0x0207))).rejects.toThrow("boot protocol 2.7");
  await expect(open(bzimage(text("no ELF file at all, but long enough")))).rejects.toThrow("no ELF file");
  const bigEndian = arm64.slice();
  bigEndian[0x18] = 1;
  await expect(open(bigEndian)).rejects.toThrow("big-endian arm64");
  const old = armZimage(rest);
  old[0x34] = 0;
  await expect(open(old)).rejects.toThrow("no table");
  const unknown = bzimage(vmlinux());
  unknown[0x900] = 0;
  await expect(open(unknown)).rejects.toThrow("none that kofit knows");
});
