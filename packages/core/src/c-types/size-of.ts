import type { CTypes, TypeId } from "../model/c-type.ts";
import { type ResolvedType, resolved } from "./resolved.ts";

/** Arrays of arrays: the kernel has four dimensions. */
const MAX_DIMENSIONS = 32;

/**
 * `sizeof` of a type in bytes; `undefined` for what has none: `void`, a function, what is only declared, a pointer where
 * the program does not tell how large one is.
 *
 * @throws {FormatError} if a type that it refers to does not exist, or refers to itself.
 */
export function sizeOf(types: CTypes, id: TypeId): number | undefined {
  let count = 1;
  let type = resolved(types, id);
  for (let depth = 0; type.kind === "array"; depth += 1) {
    if (depth === MAX_DIMENSIONS) types.fail(`type ${id} refers to itself`);
    count *= type.count;
    type = resolved(types, type.element);
  }
  const size = ownSize(types, type);
  return size === undefined ? undefined : count * size;
}

function ownSize({ pointerSize }: CTypes, type: ResolvedType): number | undefined {
  if (type.kind === "pointer") return pointerSize;
  return "size" in type ? type.size : undefined;
}
