import { type ByteSource, type ModuleFacts, ownTypesIn, type TypesSeen } from "@kofit/core";

/** What one module's own types say beside the kernel's. */
export type Look = (module: ByteSource, facts: ModuleFacts) => Promise<TypesSeen>;

/** Debug information of a module that is compared though nothing was found: a driver of a hundred source files has as much. */
const MAX_UNASKED = 32 << 20;

/**
 * Whether a module may have types of its own that are not the kernel's, without which it would load: one that was built out of tree.
 * The kernel's own modules were compiled as it was.
 */
export function mayHaveOtherTypes(facts: ModuleFacts): boolean {
  const { modinfo } = facts;
  const size = ownTypesIn(facts);
  if (size === undefined || size > MAX_UNASKED || !modinfo.known) return false;
  return !modinfo.value.some(([tag]) => tag === "intree");
}
