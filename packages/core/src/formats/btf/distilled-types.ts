import { FormatError } from "../../io/format-error.ts";
import type { CType, CTypes } from "../../model/c-type.ts";
import { type Btf, typeAt } from "./btf.ts";
import { btfTypes } from "./btf-types.ts";
import {
  BTF_KIND_ENUM,
  BTF_KIND_FLOAT,
  BTF_KIND_FWD,
  BTF_KIND_INT,
  BTF_KIND_STRUCT,
  BTF_KIND_UNION,
} from "./structs.ts";

/** btf_relocate_validate_distilled_base() in tools/lib/bpf/btf_relocate.c, which the kernel is built with, too. */
const inBase: ReadonlySet<number> = new Set([
  BTF_KIND_INT,
  BTF_KIND_FLOAT,
  BTF_KIND_ENUM,
  BTF_KIND_STRUCT,
  BTF_KIND_UNION,
  BTF_KIND_FWD,
]);

/**
 * The types of a module that brings along what they need of the kernel's: `.BTF`, and `.BTF.base` with names and sizes of the
 * kernel's types and nothing else (btf__distill_base() in tools/lib/bpf/btf.c). Its own types are whole; of the kernel's only
 * the size is told, and they say so.
 *
 * @param btf opened as split
 * @param pointerSize of the file's class: the base may have no `long` to tell it
 * @throws {FormatError} if the base has what no base has: a kernel refuses it as well.
 */
export function distilledTypes(btf: Btf, base: Btf, pointerSize: 4 | 8): CTypes {
  const { length } = base.offsets;
  for (let id = 1; id < length; id += 1) {
    const { kind, nameOffset } = typeAt(base, id);
    if (!inBase.has(kind) || nameOffset === 0) {
      const what = `type ${id} of a distilled base: kind ${kind}${nameOffset === 0 ? " without a name" : ""}`;
      throw new FormatError(base.source, base.typesAt + (base.offsets[id] ?? 0), what);
    }
  }
  const types = btfTypes(btf, base);
  return {
    ...types,
    pointerSize,
    type: (id) => (id < length ? onlySize(types.type(id)) : types.type(id)),
  };
}

function onlySize(type: CType): CType {
  if (type.kind === "enum") return type.values.length === 0 ? { ...type, sizeOnly: true } : type;
  if (type.kind !== "struct" && type.kind !== "union") return type;
  return type.members.length === 0 ? { ...type, sizeOnly: true } : type;
}
