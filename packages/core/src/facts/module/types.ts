import { openDwarf } from "../../formats/dwarf/dwarf.ts";
import { openElf } from "../../formats/elf/elf.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { decompressed } from "../../io/decompress.ts";
import type { CTypes } from "../../model/c-type.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { attempt } from "../read-fact.ts";
import { unknownTypes } from "../unknown-types.ts";

/** A module is a relocatable file: ET_REL. */
const ET_REL = 1;
/** Fifty times the largest module of Debian's with its debug information. */
const MAX_MODULE = 1 << 30;

/**
 * The C types that a module was built with, from its debug information; `undefined` when `file` is no relocatable ELF file.
 * They show the headers as the compiler saw them, and say nothing of the kernel.
 */
export async function readModuleTypes(file: ByteSource): Promise<Fact<CTypes> | undefined> {
  const elf = await openElf(await decompressed(file, MAX_MODULE)).catch(() => undefined);
  if (elf?.header.e_type !== ET_REL) return undefined;
  const read = async (): Promise<Fact<CTypes>> => {
    const found = await openDwarf(elf)?.all();
    if (found?.found) return known(found.types, { input: file.name, part: ".debug_info" });
    return found?.splitInto === undefined ? stripped : unknownTypes.aside(found.splitInto);
  };
  return attempt(read(), stripped.remedy);
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
