import { bytesSource } from "../../io/byte-source.ts";
import { type ElfFile, openElf } from "../elf/elf.ts";
import type { KernelImage } from "./kernel-image.ts";

/** The vmlinux in an image; `undefined` for a raw binary. @throws {FormatError} if it is damaged. */
export async function imageElf({ container, kernel, name }: KernelImage): Promise<ElfFile | undefined> {
  return container === "bzimage" ? openElf(bytesSource(name, kernel)) : undefined;
}

/**
 * Where a kernel keeps its strings and its built-in configuration: a sixth of a vmlinux. A raw binary has no sections,
 * and it is all of it.
 *
 * @throws {FormatError} if the vmlinux is damaged.
 */
export async function readOnlyData(image: KernelImage): Promise<Uint8Array> {
  const elf = await imageElf(image);
  const section = elf?.section(".rodata");
  return elf && section ? (await elf.read(section, image.kernel.length)).bytes : image.kernel;
}
