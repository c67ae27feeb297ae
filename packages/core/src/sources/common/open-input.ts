import type { ByteSource } from "../../io/byte-source.ts";
import { decompressed } from "../../io/decompress.ts";
import { FormatError } from "../../io/format-error.ts";
import { InputError } from "../../model/input-error.ts";
import type { Artifacts, DirectoryInput, Input, Source } from "../define-source.ts";
import { sources } from "../index.ts";
import { MAX_INPUT } from "./limits.ts";
import { below } from "./subtree.ts";

const all: readonly Source[] = Object.values(sources);

/**
 * What `input` holds of a kernel, whatever kind of place it is.
 *
 * @throws {FormatError} if it is of a kind that kofit knows, but damaged, or no file of a kernel at all.
 * @throws {InputError} if it does not mean one kernel.
 */
export async function openInput(input: Input): Promise<Artifacts> {
  return "tree" in input ? openDirectory(input) : openFile(input);
}

/**
 * As {@link openInput}, where nothing but the kernel's image is wanted: the rest may be missing.
 *
 * @throws as that does.
 */
export async function openForImage(input: Input): Promise<Artifacts> {
  return "tree" in input ? openDirectory(input) : openFile(input, "image");
}

async function openDirectory(input: DirectoryInput): Promise<Artifacts> {
  for (const source of all) {
    const artifacts = await source.openDirectory?.(input);
    if (artifacts) return artifacts;
  }
  const name = below(input.tree.name, input.directory);
  throw new InputError({
    en: `${name} is no root file system, no lib/modules/<release> and no build directory: there is no kernel in it`,
    zh: `${name} 既不是根文件系统，也不是 lib/modules/<release> 或构建目录：其中没有内核`,
  });
}

async function openFile(file: ByteSource, only?: "image"): Promise<Artifacts> {
  if (file.size === 0) throw new FormatError(file.name, 0, "the file is empty");
  const plain = await decompressed(file, MAX_INPUT);
  for (const source of all) {
    const artifacts = await source.openFile?.(plain, only);
    if (artifacts) return artifacts;
  }
  throw new FormatError(
    file.name,
    0,
    "not a file that a kernel can be read from (.deb, kernel image, config, Module.symvers, vmlinux, BTF, module, recorded facts)",
  );
}
