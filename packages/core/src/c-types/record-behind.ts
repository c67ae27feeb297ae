import type { CType, CTypes, RecordType, TypeId } from "../model/c-type.ts";

/** What a type is when all that is put around it is taken away. */
export interface Behind {
  readonly id: TypeId;
  readonly type: Exclude<CType, { kind: "typedef" | "qualified" | "pointer" | "array" }>;
}

/** Pointers to pointers, arrays of them, typedefs: the kernel's longest has a dozen. */
const MAX_STEPS = 64;

/** The type that `id` names, qualifies, points to or has many of. @throws {FormatError} if it refers to itself. */
export function behind(types: CTypes, id: TypeId): Behind {
  let [at, type] = [id, types.type(id)];
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    if (type.kind === "array") at = type.element;
    else if (type.kind === "typedef" || type.kind === "qualified" || type.kind === "pointer") at = type.to;
    else return { id: at, type };
    type = types.type(at);
  }
  return types.fail(`type ${id} refers to itself`);
}

export const isRecord = (type: CType): type is RecordType => type.kind === "struct" || type.kind === "union";
