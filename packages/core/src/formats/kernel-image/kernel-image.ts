import type { ByteSource } from "../../io/byte-source.ts";
import { type CodecId, compressionOf, decompressed } from "../../io/decompress.ts";
import type { Architecture } from "../../model/architecture.ts";
import { arm64Image } from "./arm64-image.ts";
import { armZimage } from "./arm-zimage.ts";
import { bzimage } from "./bzimage.ts";
import { type Container, type ContainerId, headerOf, MAX_KERNEL } from "./container.ts";
import { efiZboot } from "./efi-zboot.ts";
import { riscvImage } from "./riscv-image.ts";

/** A bootable kernel, unpacked. */
export interface KernelImage {
  readonly container: ContainerId;
  /** The decoder of the kernel inside, or of the whole file (`Image.gz`); absent when neither is compressed. */
  readonly compression?: CodecId;
  readonly architecture: Architecture;
  /** The unpacked kernel: a vmlinux ELF file on x86, else the raw binary that runs, from its first byte in memory. */
  readonly kernel: Uint8Array;
  /** How messages and origins call `kernel`, `"vmlinuz-6.12!kernel"`: offsets in it are not offsets in the file. */
  readonly name: string;
  readonly littleEndian: boolean;
  readonly wordSize: 4 | 8;
}

/** In the order in which they are asked. */
const containers: readonly Container[] = [bzimage, efiZboot, arm64Image, riscvImage, armZimage];

const containerOf = (head: Uint8Array): Container | undefined =>
  containers.find((container) => container.recognises(head));

/** What kind of kernel image it is, by its header alone; `undefined`: none that kofit knows. Looks into no `Image.gz`. */
export async function kernelContainer(source: ByteSource): Promise<ContainerId | undefined> {
  return containerOf(await headerOf(source))?.id;
}

const opened = new WeakMap<ByteSource, Promise<KernelImage | undefined>>();

/**
 * Unpacks a kernel image, which may be compressed as a whole, too: once for each source, however often it is asked for.
 *
 * @returns `undefined` when it is no kernel image.
 * @throws {FormatError} if it is damaged or cut off, or unpacks to more than {@link MAX_KERNEL} bytes.
 */
export async function openKernelImage(source: ByteSource): Promise<KernelImage | undefined> {
  const image = opened.get(source) ?? unpack(source);
  opened.set(source, image);
  return image;
}

async function unpack(source: ByteSource): Promise<KernelImage | undefined> {
  const outer = compressionOf(await headerOf(source));
  const image = await decompressed(source, MAX_KERNEL);
  const container = containerOf(await headerOf(image));
  if (!container) return undefined;
  const { compression = outer, architecture, kernel } = await container.unpack(image);
  return {
    container: container.id,
    ...(compression && { compression }),
    architecture,
    kernel,
    name: `${source.name}!kernel`,
    littleEndian: architecture.littleEndian,
    wordSize: architecture.bits === 64 ? 8 : 4,
  };
}
