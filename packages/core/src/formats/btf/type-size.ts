import { FormatError } from "../../io/format-error.ts";
import { type Btf, typeAt } from "./btf.ts";
import {
  BTF_KIND_ARRAY,
  BTF_KIND_CONST,
  BTF_KIND_ENUM,
  BTF_KIND_ENUM64,
  BTF_KIND_FLOAT,
  BTF_KIND_INT,
  BTF_KIND_PTR,
  BTF_KIND_RESTRICT,
  BTF_KIND_STRUCT,
  BTF_KIND_TYPEDEF,
  BTF_KIND_TYPE_TAG,
  BTF_KIND_UNION,
  BTF_KIND_VOLATILE,
} from "./structs.ts";

/** Typedefs, qualifiers and arrays on the way to a type with a size. MAX_RESOLVE_DEPTH in tools/lib/bpf/btf.c */
const MAX_STEPS = 32;

/**
 * `sizeof` of the type `id` in bytes; `undefined` for what has none: `void`, a function, a struct that is only
 * declared. btf__resolve_size() in tools/lib/bpf/btf.c
 *
 * @param pointerSize of the machine: BTF does not write it.
 * @throws {FormatError} if a type that it refers to does not exist, or refers to itself.
 */
export function typeSize(btf: Btf, id: number, pointerSize: 4 | 8): number | undefined {
  let count = 1;
  let type = typeAt(btf, id);
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    if (SIZED.has(type.kind)) return count * type.sizeOrType;
    if (type.kind === BTF_KIND_PTR) return count * pointerSize;
    if (type.kind === BTF_KIND_ARRAY) {
      // struct btf_array: type, index_type, nelems
      count *= btf.types.getUint32(type.restAt + 8, btf.littleEndian);
      type = typeAt(btf, btf.types.getUint32(type.restAt, btf.littleEndian));
    } else if (REFERRING.has(type.kind)) type = typeAt(btf, type.sizeOrType);
    else return undefined;
  }
  throw new FormatError(btf.source, btf.typesAt, `type ${id} refers to itself`);
}

/** `size_or_type` is a size. */
const SIZED: ReadonlySet<number> = new Set([
  BTF_KIND_INT,
  BTF_KIND_STRUCT,
  BTF_KIND_UNION,
  BTF_KIND_ENUM,
  BTF_KIND_ENUM64,
  BTF_KIND_FLOAT,
]);

/** `size_or_type` is another type, of the same size. */
const REFERRING: ReadonlySet<number> = new Set([
  BTF_KIND_TYPEDEF,
  BTF_KIND_VOLATILE,
  BTF_KIND_CONST,
  BTF_KIND_RESTRICT,
  BTF_KIND_TYPE_TAG,
]);
