import type { CTypes, RecordType, TypeId } from "../model/c-type.ts";
import { resolved } from "./resolved.ts";
import { sizeOf } from "./size-of.ts";

/** Structs in structs: the kernel's deepest are some dozen. */
const MAX_NESTING = 64;

/**
 * The alignment that a type shows, in bytes: what its declaration gives where the format tells, else the natural one of
 * its kind, and 1 for a packed struct; `undefined` for what has none. `__aligned()` of BTF's structs is not seen, but where
 * an offset or the size shows it. btf__align_of() in tools/lib/bpf/btf.c
 */
export function alignOf(types: CTypes, id: TypeId, depth = 0): number | undefined {
  if (depth > MAX_NESTING) types.fail(`type ${id} contains itself`);
  const type = resolved(types, id);
  switch (type.kind) {
    case "int":
    case "float":
    case "enum":
      return Math.min(type.size, LARGEST);
    case "pointer":
      return types.pointerSize;
    case "array":
      return alignOf(types, type.element, depth + 1);
    case "struct":
    case "union":
      return type.alignment ?? recordAlignment(types, type, depth);
    case "void":
    case "forward":
    case "function":
      return undefined;
    default:
      return type satisfies never;
  }
}

/** `__int128`, the largest that is aligned to its size. */
const LARGEST = 16;

function recordAlignment(types: CTypes, { size, members }: RecordType, depth: number): number {
  let largest = 1;
  for (const { type, bitOffset, bitSize } of members) {
    const alignment = alignOf(types, type, depth + 1) ?? 1;
    // A member that is not where its type would have to be: the struct is packed.
    if (bitSize === undefined && bitOffset % (8 * alignment) !== 0) return 1;
    if (sizeOf(types, type) !== undefined) largest = Math.max(largest, alignment);
  }
  return size % largest === 0 ? largest : 1;
}
