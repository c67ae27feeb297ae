import {
  type ByteSource,
  type HandedModule,
  type ModuleFacts,
  ownTypesIn,
  type TypesSeen,
} from "@kofit/core";

/** Tells more of a module than is usual: what its own types say beside the kernel's, and why its headers lack an option. */
export type Look = (
  module: ByteSource,
  facts: ModuleFacts,
) => Promise<TypesSeen & Pick<HandedModule, "optionChains">>;

/** Debug information of a module that is compared though nothing was found: a driver of a hundred source files has as much. */
const MAX_UNASKED = 32 << 20;

/** Whose types a module has. */
export type WhoseTypes =
  /** Those that it was built with out of tree: they may not be the kernel's, without which it would load. */
  | "others"
  /** The kernel's, as it was compiled with it; or so many that nobody asks without a reason. */
  | "the kernel's";

/** Whether a module has types of its own, and whose they are. */
export function typesOfModule(facts: ModuleFacts): { readonly types?: WhoseTypes } {
  const { modinfo } = facts;
  const size = ownTypesIn(facts);
  if (size === undefined) return {};
  const isIn = !modinfo.known || modinfo.value.some(([tag]) => tag === "intree");
  return { types: isIn || size > MAX_UNASKED ? "the kernel's" : "others" };
}
