import { reachedBy } from "../../c-types/reached-by.ts";
import { goneWithAny, guardingOptions } from "../../config-effects/guarding-options.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import type { CTypes } from "../../model/c-type.ts";
import { type Fact, known, type Origin } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import type { HandedModule, ModuleFacts } from "../../model/module.ts";
import { nameOf } from "../../model/names.ts";
import { unknownBy } from "../read-fact.ts";
import { typeDifferences } from "./type-differences.ts";
import { readModuleTypes } from "./types.ts";

/** What a module has to do with types of the kernel. */
export type TypesSeen = Pick<HandedModule, "typeDifferences" | "reachedTypes">;

/** A kernel whose types are at hand. */
export interface KernelWithTypes {
  readonly facts: KernelFacts;
  readonly types: CTypes;
}

/**
 * A module beside the types of a kernel: by its own types, where it has some; else by which types it gets at that options guard
 * which may be set otherwise in its headers. Read apart from its other facts: all of its debug information is.
 *
 * @throws {FormatError} only if `module` itself cannot be read.
 */
export async function readTypesSeen(
  module: ByteSource,
  facts: ModuleFacts,
  kernel: KernelWithTypes,
): Promise<TypesSeen> {
  const imports = importsOf(facts);
  const own = ownTypesIn(facts) === undefined ? undefined : await readModuleTypes(module);
  if (own?.known) {
    const differences = attempted(own.origin, () => typeDifferences(own.value, kernel.types, imports));
    if (differences.known) return { typeDifferences: differences };
  }
  const wanted = typesInQuestion(kernel.facts);
  if (wanted.length === 0) return {};
  const origin = { input: kernel.types.source };
  return { reachedTypes: attempted(origin, () => reachedBy(kernel.types, imports, wanted)) };
}

/** Bytes of the types that a module has itself; `undefined` when it has none. */
export function ownTypesIn({ elf }: ModuleFacts): number | undefined {
  if (!elf.known) return undefined;
  const own = [".debug_info", ".BTF.base"];
  return elf.value.sections.find(({ name }) => name !== undefined && own.includes(name))?.sh_size;
}

function attempted<T>(origin: Origin, read: () => T): Fact<T> {
  try {
    return known(read(), origin);
  } catch (error) {
    return unknownBy(error, {
      en: "give the module as it was built, before it is stripped",
      zh: "请提供刚编译出、未经 strip 的模块",
    });
  }
}

function importsOf({ imports }: ModuleFacts): readonly string[] {
  if (!imports.known) return [];
  const { names } = imports.value;
  return Array.from({ length: names.count }, (_, row) => nameOf(names, row));
}

/** Guarded by what the headers set otherwise; where they are not at hand, by what goes with an option of `struct module`. */
function typesInQuestion({ headersDifferences, config }: KernelFacts): readonly string[] {
  if (headersDifferences?.known) {
    return [...new Set(guardingOptions(headersDifferences.value).flatMap(({ types }) => types))];
  }
  if (!config.known) return [];
  return [...new Set(goneWithAny(config.value).flatMap(({ types }) => types))];
}
