import { type KernelImage, openKernelImage } from "../../formats/kernel-image/kernel-image.ts";
import { type ElfFile, openElf } from "../../formats/elf/elf.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { once } from "./once.ts";

/**
 * The kernel image, unpacked: what takes up to a second, and the memory of the kernel. `undefined` when there is none.
 *
 * @throws {FormatError} if it is damaged.
 */
export const imageOf: (artifacts: Artifacts) => Promise<KernelImage | undefined> = once(
  async ({ image }) => image && openKernelImage(image),
);

/**
 * The image where it costs nothing that the person did not ask for: it was given, and not just found beside something
 * else. Facts with authority are read from it before anything else.
 */
export const givenImage = async (artifacts: Artifacts): Promise<KernelImage | undefined> =>
  artifacts.imageIsBeside ? undefined : imageOf(artifacts);

/** The vmlinux in an image; `undefined` for a raw binary. @throws {FormatError} if it is damaged. */
export const imageElf: (image: KernelImage) => Promise<ElfFile | undefined> = async ({
  container,
  kernel,
  name,
}) => (container === "bzimage" ? openElf(bytesSource(name, kernel)) : undefined);

/**
 * Where a kernel keeps its strings and its built-in configuration: a sixth of a vmlinux. A raw binary has no sections,
 * and it is all of it.
 */
export async function readOnlyData(image: KernelImage): Promise<Uint8Array> {
  const elf = await imageElf(image);
  const section = elf?.section(".rodata");
  return elf && section ? (await elf.read(section, image.kernel.length)).bytes : image.kernel;
}
