import type { NamedKind, TypeId } from "../../model/c-type.ts";
import type { Abbreviation } from "./abbreviations.ts";
import { flagOf, referenceOf, textOf } from "./attributes.ts";
import {
  DW_AT_declaration,
  DW_AT_name,
  DW_AT_specification,
  DW_TAG_class_type,
  DW_TAG_enumeration_type,
  DW_TAG_structure_type,
  DW_TAG_subprogram,
  DW_TAG_typedef,
  DW_TAG_union_type,
} from "./constants.ts";
import { entriesOf, entryAt, idOf } from "./entry.ts";
import type { Entry, Unit } from "./unit.ts";

const kinds: ReadonlyMap<number, NamedKind> = new Map([
  [DW_TAG_structure_type, "struct"],
  [DW_TAG_class_type, "struct"],
  [DW_TAG_union_type, "union"],
  [DW_TAG_enumeration_type, "enum"],
  [DW_TAG_typedef, "typedef"],
  [DW_TAG_subprogram, "function"],
]);

/** What an entry of this tag defines; `undefined` for one that has no name of its own. */
export const kindOf = (tag: number): NamedKind | undefined => kinds.get(tag);

/** By kind, what is defined under each name, in the order of the unit. */
export type NamedEntries = ReadonlyMap<NamedKind, ReadonlyMap<string, readonly TypeId[]>>;

const known = new WeakMap<Unit, NamedEntries>();

/** All named definitions of a unit, wherever in it they are; found once. */
export function namedEntries(unit: Unit): NamedEntries {
  const found = known.get(unit) ?? collected(unit);
  known.set(unit, found);
  return found;
}

/** Names stand elsewhere and many entries may lead to one: what they have together is bounded by the size of their unit. */
const MAX_NAMES_PER_BYTE = 16;
const MAX_NAMES = 1 << 20;

function collected(unit: Unit): NamedEntries {
  const all = new Map<NamedKind, Map<string, TypeId[]>>();
  let left = MAX_NAMES + MAX_NAMES_PER_BYTE * unit.header.length;
  for (const entry of entriesOf(unit, isNamed)) {
    const kind = kinds.get(entry.tag);
    const name = flagOf(entry, DW_AT_declaration) ? undefined : nameOf(entry);
    if (kind === undefined || name === undefined || name === "") continue;
    left -= name.length;
    if (left < 0) unit.cursor.fail("names that are far longer than the unit that has them", entry.at);
    const ofKind = all.get(kind) ?? new Map<string, TypeId[]>();
    all.set(kind, ofKind);
    const ids = ofKind.get(name);
    if (ids) ids.push(idOf(entry));
    else ofKind.set(name, [idOf(entry)]);
  }
  return all;
}

const isNamed = ({ tag, attributes }: Abbreviation): boolean =>
  kinds.has(tag) && attributes.some(({ name }) => name === DW_AT_name || name === DW_AT_specification);

/** A function that was declared in a block, and is defined behind it, has the name of its declaration. */
function nameOf(entry: Entry): string | undefined {
  const name = textOf(entry, DW_AT_name);
  if (name !== undefined) return name;
  const { unit } = entry;
  const declared = referenceOf(entry, DW_AT_specification);
  if (declared === undefined || declared < unit.id || declared >= unit.id + unit.header.length)
    return undefined;
  return textOf(entryAt(unit, declared - unit.id), DW_AT_name);
}
