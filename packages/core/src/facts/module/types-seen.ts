import { reachedBy } from "../../c-types/reached-by.ts";
import { recordNamed } from "../../c-types/record-named.ts";
import { goneWithAny, guardingOptions } from "../../config-effects/guarding-options.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import type { CTypes } from "../../model/c-type.ts";
import type { ChangedExports } from "../../model/changed-export.ts";
import { type Fact, type Known, known, type Origin } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import type { HandedModule, ModuleFacts } from "../../model/module.ts";
import { nameOf } from "../../model/names.ts";
import { unknownBy } from "../read-fact.ts";
import { changedExports, symbolsOfOtherCrc } from "./changed-exports.ts";
import { typeDifferences } from "./type-differences.ts";
import { readModuleTypes } from "./types.ts";

/** What a module has to do with types of the kernel. */
export type TypesSeen = Pick<HandedModule, "typeDifferences" | "reachedTypes" | "changedExports">;

/** A kernel whose types are at hand. */
export interface KernelWithTypes {
  readonly facts: KernelFacts;
  readonly types: CTypes;
  /** Types of the kernel that modules were built for, or of their headers; absent where these are not at hand. */
  readonly built?: BuiltTypes;
}

/** Types that modules were built with. */
export interface BuiltTypes {
  readonly types: CTypes;
  readonly from: Exclude<ChangedExports["from"], "module">;
  /** What they were read from. */
  readonly source: string;
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
  if (!isOfKernel(kernel)) return {};
  const found = ownTypesIn(facts) === undefined ? undefined : await readModuleTypes(module);
  const own = found?.known ? found : undefined;
  const symbols = symbolsOfOtherCrc(facts, kernel.facts);
  const changed = symbols.length > 0 ? changedIn(own, kernel, symbols) : undefined;
  return { ...beside(own, facts, kernel), ...(changed && { changedExports: changed }) };
}

/** A vmlinux that somebody built anew beside the headers says nothing of the kernel. */
function isOfKernel({ types, facts: { structModule } }: KernelWithTypes): boolean {
  const own = recordNamed(types, "module");
  return !structModule.known || !own || own.size === structModule.value.size;
}

function beside(
  own: Known<CTypes> | undefined,
  facts: ModuleFacts,
  kernel: KernelWithTypes,
): Pick<TypesSeen, "typeDifferences" | "reachedTypes"> {
  const imports = importsOf(facts);
  if (own) {
    const differences = attempted(own.origin, () => typeDifferences(own.value, kernel.types, imports));
    if (differences.known) return { typeDifferences: differences };
  }
  const wanted = typesInQuestion(kernel.facts);
  if (wanted.length === 0) return {};
  const origin = { input: kernel.types.source };
  return { reachedTypes: attempted(origin, () => reachedBy(kernel.types, imports, wanted)) };
}

/** By the kernel that was given as the one of its build; else by the module's own; else by the headers at hand. */
function changedIn(
  own: Known<CTypes> | undefined,
  { types, built }: KernelWithTypes,
  symbols: readonly string[],
): Fact<ChangedExports> | undefined {
  const mine = own && ({ types: own.value, from: "module", source: own.origin.input } as const);
  const side = built?.from === "headers" ? (mine ?? built) : (built ?? mine);
  if (!side) return undefined;
  const { from, source } = side;
  return attempted({ input: source }, () => ({
    from,
    source,
    exports: changedExports(side.types, types, symbols),
  }));
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

/** Whether types are in question of which a module need not have any itself. */
export const asksForTypes = (kernel: KernelFacts): boolean => typesInQuestion(kernel).length > 0;

/** Guarded by what the headers set otherwise; where they are not at hand, by what goes with an option of `struct module`. */
function typesInQuestion({ headersDifferences, config }: KernelFacts): readonly string[] {
  if (headersDifferences?.known) {
    return [...new Set(guardingOptions(headersDifferences.value).flatMap(({ types }) => types))];
  }
  if (!config.known) return [];
  return [...new Set(goneWithAny(config.value).flatMap(({ types }) => types))];
}
