import {
  type ArchitectureName,
  type ByteSource,
  bytesSource,
  decompressed,
  InputError,
  type KernelImage,
  MAX_KERNEL,
  openKernelImage,
  readAll,
} from "@kofit/core";
import type { ArchitectureId } from "./architectures.ts";

/** A kernel as QEMU takes it. */
export interface BootImage {
  /** For messages: the path it was given by. */
  readonly name: string;
  readonly architecture: ArchitectureId;
  /** In memory. */
  readonly bytes: ByteSource;
}

/** Debian's names of the architectures that are booted; 32-bit x86 and others are not. */
const bootable: Partial<Record<ArchitectureName, ArchitectureId>> = {
  x86_64: "amd64",
  arm64: "arm64",
  arm: "armhf",
  riscv64: "riscv64",
};

/**
 * A kernel image as QEMU takes it. Compressed ones (`Image.gz`, EFI zboot) are unpacked: not every QEMU does that itself.
 *
 * @throws {InputError} if it is no image that can be booted here.
 * @throws {FormatError} if it is damaged.
 */
export async function bootImage(source: ByteSource): Promise<BootImage> {
  const image = await openKernelImage(source);
  const architecture = image && bootable[image.architecture.name];
  if (image && architecture) {
    return {
      name: source.name,
      architecture,
      bytes: bytesSource(source.name, await bootedBytes(source, image)),
    };
  }
  throw new InputError({
    en: `${source.name} is no kernel image that QEMU can boot (bzImage of x86-64, Image of arm64 or riscv64, zImage of arm)`,
    zh: `${source.name} 不是 QEMU 能启动的内核映像（x86-64 的 bzImage、arm64 或 riscv64 的 Image、arm 的 zImage）`,
  });
}

/** What unpacks itself is booted as it is; else the raw kernel. */
async function bootedBytes(source: ByteSource, { container, kernel }: KernelImage): Promise<Uint8Array> {
  if (container !== "bzimage" && container !== "arm-zimage") return kernel;
  return readAll(await decompressed(source, MAX_KERNEL), MAX_KERNEL);
}
