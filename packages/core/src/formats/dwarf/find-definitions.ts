import { FormatError } from "../../io/format-error.ts";
import type { CTypes, TypeId } from "../../model/c-type.ts";
import type { Abbreviations } from "./abbreviations.ts";
import {
  DW_AT_dwo_name,
  DW_AT_GNU_dwo_name,
  DW_TAG_compile_unit,
  DW_TAG_skeleton_unit,
} from "./constants.ts";
import { mayDefine } from "./name-scan.ts";
import { definitionsIn, type NameSearch, shapesOf } from "./name-search.ts";
import { splitFileOf, type UnitReader } from "./read-unit.ts";
import { damageOf } from "./unit-list.ts";
import { unitsTypes } from "./units-types.ts";
import type { Unit } from "./unit.ts";

/** What a search through the units of a file found. */
export interface FoundUnits {
  /** Units that define what was looked for, in the order of the file. */
  readonly units: readonly Unit[];
  /** The first file that types are in, where the compiler put them aside; absent when it did not. */
  readonly splitInto?: string;
  /** What the first unit that cannot be read has; absent when all could. */
  readonly damage?: FormatError;
}

/** What differs in more ways than this is not told apart any more: the kernel's most common names have some ten structs. */
const MAX_DIFFERENT = 32;

/**
 * The first unit that defines a name or, of structs and unions with `every`, the first of each definition that differs from
 * those before. What is damaged is passed over, and told.
 */
export async function findDefinitions(
  reader: UnitReader,
  search: NameSearch,
  every: boolean,
): Promise<FoundUnits> {
  const units: Unit[] = [];
  const seen = new Set<string>();
  let splitInto: string | undefined;
  let damage: FormatError | undefined;
  for (const place of reader.places) {
    if (units.length === (every ? MAX_DIFFERENT : 1)) break;
    const failed = await damageOf(async () => {
      const abbreviations = reader.abbreviationsOf(place.header);
      const shapes = shapesOf(search, abbreviations);
      const isSplit = splitInto === undefined && leadsAside(abbreviations);
      if (shapes.length === 0 && !isSplit) return;
      const unit = await reader.read(place);
      if (isSplit) splitInto = splitFileOf(unit);
      if (!mayDefine(search, unit, shapes, (at) => seen.size > 0 && isSeen(seen, unit, at))) return;
      const ids = definitionsIn(search, unit, shapes);
      if (ids.length === 0) return;
      if (!every) {
        units.push(unit);
        return;
      }
      const unseen = ids.map((id) => shownBy(unit, id - unit.id)).filter((one) => !seen.has(one));
      if (unseen.length > 0) units.push(unit);
      unseen.forEach((one) => seen.add(one));
    });
    damage ??= failed;
  }
  return { units, ...(splitInto !== undefined && { splitInto }), ...(damage && { damage }) };
}

const isRoot = (tag: number): boolean => tag === DW_TAG_compile_unit || tag === DW_TAG_skeleton_unit;

/** Whether a unit may say that its entries are in another file. */
function leadsAside(abbreviations: Abbreviations): boolean {
  for (const { tag, attributes } of abbreviations.values()) {
    if (isRoot(tag) && attributes.some(({ name }) => name === DW_AT_dwo_name || name === DW_AT_GNU_dwo_name))
      return true;
  }
  return false;
}

/** Whether what may be an entry there is one that was seen; what cannot be read was not. */
function isSeen(seen: ReadonlySet<string>, unit: Unit, at: number): boolean {
  try {
    return seen.has(shownBy(unit, at));
  } catch (error) {
    if (error instanceof FormatError) return false;
    throw error;
  }
}

/** A struct or union by what tells two of one name apart. @throws {FormatError} if it is damaged. */
function shownBy(unit: Unit, at: number): string {
  const types = unitsTypes([unit], unit.section.name);
  const type = types.type(unit.id + at);
  if (type.kind !== "struct" && type.kind !== "union") return type.kind;
  const isHere = (id: TypeId): boolean => id >= unit.id && id < unit.id + unit.header.length;
  const members = type.members.map((member) => {
    const of = isHere(member.type) ? calledBy(types, member.type) : "";
    return `${member.name} ${member.bitOffset} ${member.bitSize ?? ""} ${of}`;
  });
  return `${type.kind} ${type.name} ${type.size} ${members.join(";")}`;
}

/** The kind and name of a member's type. What that refers to is not followed, nor what is in another unit. */
function calledBy(types: CTypes, id: TypeId): string {
  const type = types.type(id);
  return `${type.kind} ${"name" in type ? type.name : ""}`;
}
