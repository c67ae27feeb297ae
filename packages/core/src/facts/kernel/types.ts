import { openDwarf } from "../../formats/dwarf/dwarf.ts";
import { openElf } from "../../formats/elf/elf.ts";
import { btfTypes } from "../../formats/btf/btf-types.ts";
import type { CTypes, NamedKind } from "../../model/c-type.ts";
import { type Fact, type Known, known, unknown } from "../../model/fact.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { typesIn } from "../debug-information.ts";
import { attempt, readFact } from "../read-fact.ts";
import { givenImage, imageOf } from "./image.ts";
import { imageBtf, type KernelBtf, rawBtf, vmlinuxBtf } from "./kernel-btf.ts";
import { giveAllTypes, giveTypes } from "./remedies.ts";

/** What is looked for where reading all types would take a gigabyte. */
export interface WantedType {
  readonly kind: NamedKind;
  readonly name: string;
  /** Whether every struct (or union) of that name is wanted, of which a kernel may have several; absent when the first will do. */
  readonly every?: boolean;
}

/**
 * The C types of a kernel: all of them from its BTF; else, from the debug information of its vmlinux, those of a unit that
 * defines the one that is wanted; absent, nothing less than all will do. Read apart from the other facts: they are no plain data, and few commands want
 * them.
 */
export async function readKernelTypes(artifacts: Artifacts, wanted?: WantedType): Promise<Fact<CTypes>> {
  return readFact(
    artifacts,
    [
      async () => fact(await rawBtf(artifacts)),
      async () => fact(await vmlinuxBtf(artifacts)),
      async () => wanted && inDebugInformation(artifacts, wanted),
      async () => fact(await imageBtf(await imageOf(artifacts))),
    ],
    unknown(
      {
        en: "the kernel's types (BTF) are not at hand; a kernel built without CONFIG_DEBUG_INFO_BTF has none",
        zh: "手头没有内核的类型信息（BTF）；未启用 CONFIG_DEBUG_INFO_BTF 构建的内核不含这些信息",
      },
      wanted ? giveTypes : giveAllTypes,
    ),
  );
}

/** Types of a kernel, and those that its headers tell where they are others' to tell. */
export interface TypesBesideHeaders {
  readonly kernel: Fact<CTypes>;
  /** `.BTF` of the vmlinux in the build directory; absent where there is none, or the kernel's own types are read from it. */
  readonly headers?: Known<CTypes>;
}

/**
 * As {@link readKernelTypes}, all of them, but of a running kernel, or of an image that was given, from nothing but that: a
 * vmlinux in the headers is then a side of its own, which modules were built with.
 */
export async function readTypesBesideHeaders(artifacts: Artifacts): Promise<TypesBesideHeaders> {
  const own =
    (await attempt(typesOf(rawBtf(artifacts)), giveAllTypes)) ??
    (await attempt(typesOf(givenImage(artifacts).then(imageBtf)), giveAllTypes));
  if (!own?.known) return { kernel: await readKernelTypes(artifacts) };
  const headers = await attempt(typesOf(vmlinuxBtf(artifacts)), giveAllTypes);
  return { kernel: own, ...(headers?.known && { headers }) };
}

const typesOf = async (found: Promise<KernelBtf | undefined>): Promise<Fact<CTypes> | undefined> =>
  fact(await found);

const fact = (found: KernelBtf | undefined): Fact<CTypes> | undefined =>
  found && known(btfTypes(found.btf), found.origin);

async function inDebugInformation(
  { vmlinux }: Artifacts,
  { kind, name, every = false }: WantedType,
): Promise<Fact<CTypes> | undefined> {
  const dwarf = vmlinux && openDwarf(await openElf(vmlinux));
  if (!dwarf || !vmlinux) return undefined;
  return typesIn(
    vmlinux.name,
    await (every && (kind === "struct" || kind === "union")
      ? dwarf.definitions(kind, name)
      : dwarf.defining(kind, name)),
    unknown(
      {
        en: `the debug information of ${vmlinux.name} defines no ${kind} ${name}`,
        zh: `${vmlinux.name} 的调试信息中没有定义 ${kind} ${name}`,
      },
      {
        en: "check the spelling; a type that nothing in the kernel uses is left out by the compiler",
        zh: "请检查拼写；内核中没有使用的类型会被编译器省略",
      },
    ),
  );
}
