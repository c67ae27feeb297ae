import type { TypeId } from "../../model/c-type.ts";
import { referenceOf } from "./attributes.ts";
import {
  DW_AT_type,
  DW_TAG_atomic_type,
  DW_TAG_const_type,
  DW_TAG_restrict_type,
  DW_TAG_typedef,
  DW_TAG_volatile_type,
} from "./constants.ts";
import type { Entry } from "./unit.ts";

/** An entry of the same program. @throws {FormatError} if there is none of that id. */
export type EntryOf = (id: TypeId) => Entry;

const names: ReadonlySet<number> = new Set([
  DW_TAG_typedef,
  DW_TAG_const_type,
  DW_TAG_volatile_type,
  DW_TAG_restrict_type,
  DW_TAG_atomic_type,
]);
/** Typedefs and qualifiers on the way to a type. */
const MAX_STEPS = 32;

/**
 * The entry of the type that an entry has, behind typedefs and qualifiers; `undefined` for `void`, and when they lead in a
 * circle. Types themselves are not read: of two that need each other neither would end.
 */
export function typeEntryOf(entry: Entry, entryOf: EntryOf): Entry | undefined {
  let at: Entry | undefined = entry;
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const id: TypeId | undefined = referenceOf(at, DW_AT_type);
    if (id === undefined) return undefined;
    at = entryOf(id);
    if (!names.has(at.tag)) return at;
  }
  return undefined;
}
