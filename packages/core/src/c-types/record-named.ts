import type { CTypes, RecordType } from "../model/c-type.ts";

/**
 * The struct (or union) of that name, `"module"`; `undefined` when none is defined. Of several (C knows scopes, BTF does not)
 * the first.
 */
export function recordNamed(
  types: CTypes,
  name: string,
  kind: RecordType["kind"] = "struct",
): RecordType | undefined {
  const [id] = types.named(kind, name);
  const type = id === undefined ? undefined : types.type(id);
  return type?.kind === kind ? type : undefined;
}
