import { type Btf, openBtf } from "../../formats/btf/btf.ts";
import { distilledTypes } from "../../formats/btf/distilled-types.ts";
import { openDwarf } from "../../formats/dwarf/dwarf.ts";
import { type ElfFile, openElf } from "../../formats/elf/elf.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import { decompressed } from "../../io/decompress.ts";
import type { CTypes } from "../../model/c-type.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { MAX_BTF } from "../../sources/common/limits.ts";
import type { StructModule } from "../../model/kernel.ts";
import { elsewhere, typesIn } from "../debug-information.ts";
import { structModuleOf } from "../kernel/btf-struct-module.ts";
import { attempt, unknownBy } from "../read-fact.ts";
import type { WantedType } from "../kernel/types.ts";

/** A module is a relocatable file: ET_REL. */
const ET_REL = 1;
/** Fifty times the largest module of Debian's with its debug information. */
const MAX_MODULE = 1 << 30;

/**
 * The C types that a module was built with: all of them from its debug information; else its own from its BTF, where that
 * brings along what it needs of the kernel's (`.BTF.base`, since 6.11). `undefined` when `file` is no relocatable ELF file.
 * They show the headers as the compiler saw them, and say nothing of the kernel.
 *
 * @param wanted where debug information is damaged, or cut off: what is read of it, if it is in what is left
 */
export async function readModuleTypes(
  file: ByteSource,
  wanted?: WantedType,
): Promise<Fact<CTypes> | undefined> {
  const elf = await elfIn(file);
  if (elf?.header.e_type !== ET_REL) return undefined;
  const found = await attempt(fromDwarf(elf, file.name), stripped.remedy);
  if (found?.known) return found;
  const left = wanted && (await attempt(fromRest(elf, file.name, wanted), stripped.remedy));
  if (left?.known) return left;
  return (await attempt(fromBtf(elf, file.name), stripped.remedy)) ?? found;
}

const fromDwarf = async (elf: ElfFile, name: string): Promise<Fact<CTypes>> =>
  typesIn(name, await openDwarf(elf)?.all(), stripped);

/** Of debug information that cannot be read whole, the units that define what is wanted. */
async function fromRest(
  elf: ElfFile,
  name: string,
  { kind, name: wanted, every }: WantedType,
): Promise<Fact<CTypes> | undefined> {
  const dwarf = openDwarf(elf);
  if (!dwarf) return undefined;
  const several = every === true && (kind === "struct" || kind === "union");
  const found = await (several ? dwarf.definitions(kind, wanted) : dwarf.defining(kind, wanted));
  if (!found.found) return undefined;
  return known(found.types, { input: name, part: ".debug_info, of which a part is damaged" });
}

/** `undefined` when there is no `.BTF`. */
async function fromBtf(elf: ElfFile, name: string): Promise<Fact<CTypes> | undefined> {
  const [own, base] = [elf.section(".BTF"), elf.section(".BTF.base")];
  if (!own) return undefined;
  if (!base) return continued;
  const opened = async (section: ElfSection, part: string, split: boolean): Promise<Btf> =>
    openBtf((await elf.read(section, MAX_BTF)).bytes, `${name}!${part}`, split);
  const types = distilledTypes(
    await opened(own, ".BTF", true),
    await opened(base, ".BTF.base", false),
    elf.header.bits === 32 ? 4 : 8,
  );
  return known(types, { input: name, part: ".BTF, .BTF.base" });
}

/**
 * `struct module` as the module's own debug information has it: what its headers were like when it was built. `undefined` when
 * `file` has no debug information, or none of that struct.
 */
export async function readModuleStruct(file: ByteSource): Promise<Fact<StructModule | undefined>> {
  const read = async (): Promise<Fact<StructModule | undefined>> => {
    const elf = await elfIn(file);
    const found = await (elf && openDwarf(elf))?.defining("struct", "module");
    const part = { input: file.name, part: ".debug_info" };
    return elsewhere(found) ?? known(found?.found ? structModuleOf(found.types) : undefined, part);
  };
  return read().catch((error: unknown) => unknownBy(error, stripped.remedy));
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

/** Its ids and strings go on from those of a kernel that is not at hand. */
const continued = unknown(
  {
    en: "the module has no debug information, and its BTF goes on from the types of the kernel that it was built for (it has no .BTF.base)",
    zh: "该模块没有调试信息，其 BTF 又是接着构建时所对应内核的类型编号的（没有 .BTF.base）",
  },
  {
    en: "build it with `make KCFLAGS=-g`, and take the file before it is installed or stripped; or out of tree for a kernel since 6.11 with pahole 1.28 or later, which writes .BTF.base",
    zh: "请用 `make KCFLAGS=-g` 编译，并使用安装或 strip 之前的文件；或者在内核树外为 6.11 及以后的内核编译，并使用会写出 .BTF.base 的 pahole 1.28 或更新版本",
  },
);
