import { type ByteSource, bytesSource, decompressed, InputError, slice } from "@kofit/core";
import type { ArchitectureId } from "./architectures.ts";

/** A kernel as QEMU takes it. */
export interface BootImage {
  /** For messages: the path it was given by. */
  readonly name: string;
  readonly architecture: ArchitectureId;
  readonly bytes: ByteSource;
}

/** Larger than any image; an arm64 `Image` unpacked is 40 MB. */
const MAX_IMAGE = 512 << 20;
const HEADER = 0x240;

/**
 * Sees by its header which architecture an image is for. A compressed one (`Image.gz`, EFI zboot) is unpacked: not every
 * QEMU does that itself.
 *
 * @throws {InputError} if it is no image that can be booted here.
 * @throws {FormatError} if what is compressed in it is damaged.
 */
export async function bootImage(source: ByteSource): Promise<BootImage> {
  const plain = await withoutZboot(await decompressed(source, MAX_IMAGE));
  const header = await headerOf(plain);
  const architecture = architectureOf(header);
  if (architecture) return { name: source.name, architecture, bytes: plain };
  throw new InputError({
    en: `${source.name} is no kernel image that QEMU can boot (bzImage of x86-64, Image of arm64 or riscv64, zImage of arm)`,
    zh: `${source.name} 不是 QEMU 能启动的内核映像（x86-64 的 bzImage、arm64 或 riscv64 的 Image、arm 的 zImage）`,
  });
}

async function headerOf(source: ByteSource): Promise<DataView> {
  const head = await source.read(0, Math.min(HEADER, source.size));
  const padded = new Uint8Array(HEADER);
  padded.set(head);
  return new DataView(padded.buffer);
}

const HDRS = 0x53726448; // "HdrS", Documentation/arch/x86/boot.rst
const XLOADFLAGS = 0x236;
const XLF_KERNEL_64 = 1;
const ARM64 = 0x644d5241; // "ARM\x64", Documentation/arch/arm64/booting.rst
const RISCV = 0x05435352; // "RSC\x05", Documentation/arch/riscv/boot-image-header.rst
const ZIMAGE = 0x016f2818; // arch/arm/boot/compressed/head.S

function architectureOf(header: DataView): ArchitectureId | undefined {
  if (header.getUint32(0x38, true) === ARM64) return "arm64";
  if (header.getUint32(0x38, true) === RISCV) return "riscv64";
  if (header.getUint32(0x24, true) === ZIMAGE) return "armhf";
  if (header.getUint32(0x202, true) !== HDRS) return undefined;
  return (header.getUint16(XLOADFLAGS, true) & XLF_KERNEL_64) === 0 ? undefined : "amd64";
}

/** drivers/firmware/efi/libstub/zboot-header.S: "MZ", then "zimg", offset and size of the compressed image. */
async function withoutZboot(source: ByteSource): Promise<ByteSource> {
  const header = await headerOf(source);
  if (header.getUint16(0, true) !== 0x5a4d || header.getUint32(4, true) !== 0x676d697a) return source;
  const payload = slice(source, header.getUint32(8, true), header.getUint32(12, true));
  const plain = await decompressed(payload, MAX_IMAGE);
  return bytesSource(source.name, await plain.read(0, plain.size));
}
