import type { CTypes, TypeId } from "../model/c-type.ts";

const kept = new WeakMap<CTypes, ReadonlyMap<string, TypeId>>();

/** The functions of a program by name, the first of each; listed once: a kernel's are asked for by module after module. */
export function functionsOf(types: CTypes): ReadonlyMap<string, TypeId> {
  const before = kept.get(types);
  if (before) return before;
  const found = new Map<string, TypeId>();
  for (const [name, id] of types.definitions("function")) if (!found.has(name)) found.set(name, id);
  kept.set(types, found);
  return found;
}
