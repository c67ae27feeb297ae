import { openDwarf } from "../../formats/dwarf/dwarf.ts";
import { type ElfFile, openElf } from "../../formats/elf/elf.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import { decompressed } from "../../io/decompress.ts";
import type { CTypes } from "../../model/c-type.ts";
import { type Fact, unknown } from "../../model/fact.ts";
import { typesIn } from "../debug-information.ts";
import { attempt } from "../read-fact.ts";

/** A module is a relocatable file: ET_REL. */
const ET_REL = 1;
/** Fifty times the largest module of Debian's with its debug information. */
const MAX_MODULE = 1 << 30;

/**
 * The C types that a module was built with, from its debug information; `undefined` when `file` is no relocatable ELF file.
 * They show the headers as the compiler saw them, and say nothing of the kernel.
 */
export async function readModuleTypes(file: ByteSource): Promise<Fact<CTypes> | undefined> {
  const elf = await elfIn(file);
  if (elf?.header.e_type !== ET_REL) return undefined;
  const read = async (): Promise<Fact<CTypes>> => typesIn(file.name, await openDwarf(elf)?.all(), stripped);
  return attempt(read(), stripped.remedy);
}

/** `undefined` for what is no ELF file: it may be a kernel of another kind, whose reader tells damage. */
async function elfIn(file: ByteSource): Promise<ElfFile | undefined> {
  try {
    return await openElf(await decompressed(file, MAX_MODULE));
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

const stripped = unknown(
  {
    en: "the module has no debug information: it was built without, or stripped",
    zh: "该模块没有调试信息：编译时未生成，或已被去除（strip）",
  },
  {
    en: "build it with `make KCFLAGS=-g`, and take the file before it is installed or stripped",
    zh: "请用 `make KCFLAGS=-g` 编译，并使用安装或 strip 之前的文件",
  },
);
