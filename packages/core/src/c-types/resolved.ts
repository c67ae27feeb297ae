import type { CType, CTypes, QualifiedType, TypedefType, TypeId } from "../model/c-type.ts";

/** A type that is no other name of one. */
export type ResolvedType = Exclude<CType, TypedefType | QualifiedType>;

/** Typedefs and qualifiers on the way to a type. MAX_RESOLVE_DEPTH in tools/lib/bpf/btf.c */
const MAX_STEPS = 32;

/** The type behind typedefs and qualifiers. @throws {FormatError} if they lead in a circle. */
export function resolved(types: CTypes, id: TypeId): ResolvedType {
  let type = types.type(id);
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    if (type.kind !== "typedef" && type.kind !== "qualified") return type;
    type = types.type(type.to);
  }
  return types.fail(`type ${id} refers to itself`);
}
