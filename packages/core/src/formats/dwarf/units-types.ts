import { FormatError } from "../../io/format-error.ts";
import type { CType, CTypes, NamedKind, TypeId } from "../../model/c-type.ts";
import { entryAt } from "./entry.ts";
import { namedEntries } from "./named-entries.ts";
import { nameOf } from "./read-unit.ts";
import { DIMENSION, readType } from "./read-type.ts";
import { placeAt } from "./unit-list.ts";
import type { Entry, Unit } from "./unit.ts";

/**
 * The types of some units of a file, of which there is at least one. Ids count from the start of its `.debug_info`.
 *
 * @param units in the order of the file
 * @param source the file, for messages
 */
export function unitsTypes(units: readonly [Unit, ...Unit[]], source: string): CTypes {
  const [first] = units;
  const fail = (what: string): never => {
    throw new FormatError(source, first.header.offset, what);
  };
  const entryOf = (id: TypeId): Entry => {
    const unit = placeAt(units, id);
    const at = id - (unit?.id ?? 0);
    if (unit && at >= unit.header.size && at < unit.header.length) return entryAt(unit, at);
    return fail(`a type at ${id} wanted, which is in none of the units that were read`);
  };
  return {
    source,
    littleEndian: first.cursor.encoding.littleEndian,
    pointerSize: first.header.addressSize,
    type: (id): CType =>
      id === 0 ? { kind: "void" } : readType(entryOf(id % DIMENSION), Math.floor(id / DIMENSION), entryOf),
    named: (kind, name) => units.flatMap((unit) => namedEntries(unit).get(kind)?.get(name) ?? []),
    definitions: (kind) => definitionsOf(units, kind),
    unitOf: (id) => {
      const unit = placeAt(units, id % DIMENSION);
      return unit && nameOf(unit);
    },
    fail,
  };
}

function* definitionsOf(
  units: readonly Unit[],
  kind: NamedKind,
): Iterable<readonly [name: string, id: TypeId]> {
  for (const unit of units) {
    for (const [name, ids] of namedEntries(unit).get(kind) ?? []) {
      for (const id of ids) yield [name, id];
    }
  }
}
