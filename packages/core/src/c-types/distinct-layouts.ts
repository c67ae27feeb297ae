import type { CTypes, RecordType } from "../model/c-type.ts";
import { type Layout, layoutOf } from "./layout.ts";

/** One of the structs (or unions) of a name, which C may have as many of as it has source files. */
export interface NamedLayout {
  readonly layout: Layout;
  readonly record: RecordType;
  /** Source files whose units define it so, in the order of the program; empty where the format does not tell. */
  readonly units: readonly string[];
}

/** Definitions of one name that are looked at: a module has as many of a common one as it has source files. */
const MAX_DEFINITIONS = 4096;

/**
 * The structs of a name that are laid out differently, in the order of the program; empty when there is none.
 *
 * @throws {FormatError} if their types are damaged.
 */
export function distinctLayouts(
  types: CTypes,
  kind: RecordType["kind"],
  name: string,
): readonly NamedLayout[] {
  const found = new Map<string, { layout: Layout; record: RecordType; units: Set<string> }>();
  for (const id of types.named(kind, name).slice(0, MAX_DEFINITIONS)) {
    const record = types.type(id);
    if (record.kind !== kind) continue;
    const layout = layoutOf(types, record);
    const key = JSON.stringify(layout);
    const one = found.get(key) ?? { layout, record, units: new Set() };
    found.set(key, one);
    const unit = types.unitOf?.(id);
    if (unit !== undefined) one.units.add(unit);
  }
  return Array.from(found.values(), ({ units, ...one }) => ({ ...one, units: [...units] }));
}
