import type { TypeId } from "../../model/c-type.ts";
import { knownReferenceOf } from "./attributes.ts";
import {
  DW_AT_abstract_origin,
  DW_AT_signature,
  DW_AT_specification,
  DW_AT_type,
  DW_FORM_ref_addr,
  DW_FORM_ref_sig8,
} from "./constants.ts";
import type { Abbreviation, Attribute } from "./abbreviations.ts";
import { entriesOf } from "./entry.ts";
import type { UnitReader } from "./read-unit.ts";
import { placeAt } from "./unit-list.ts";
import type { Unit, UnitPlace } from "./unit.ts";

/** Units that refer to each other are read together up to here; what is behind that is not known. Rust and LTO have such. */
const MAX_TOGETHER = 128 << 20;

/** Attributes that types need. Others refer to functions that are called, and with them to the whole program. */
const followed: ReadonlySet<number> = new Set([
  DW_AT_type,
  DW_AT_abstract_origin,
  DW_AT_specification,
  DW_AT_signature,
]);

const isFar = ({ name, form }: Attribute): boolean =>
  followed.has(name) && (form === DW_FORM_ref_addr || form === DW_FORM_ref_sig8);
const hasFar = ({ attributes }: Abbreviation): boolean => attributes.some(isFar);

/**
 * Units, and those that they refer to, near and far, in the order of the file. C that is compiled by itself refers to no
 * other unit; what is compiled together, or has type units, does. Types behind the bound are damage to whoever follows them.
 *
 * @throws {FormatError} if a unit is damaged.
 */
export async function withReferences(reader: UnitReader, units: readonly Unit[]): Promise<Unit[]> {
  const read = new Map<TypeId, Unit>(units.map((unit) => [unit.id, unit]));
  const waiting = [...units];
  let size = 0;
  for (let unit = waiting.pop(); unit; unit = waiting.pop()) {
    for (const place of farUnits(unit, reader.places)) {
      if (read.has(place.id) || size + place.header.length > MAX_TOGETHER) continue;
      const other = await reader.read(place);
      size += place.header.length;
      read.set(place.id, other);
      waiting.push(other);
    }
  }
  return [...read.values()].toSorted((a, b) => a.id - b.id);
}

/** The other units that entries of one refer to, each once. */
function farUnits(unit: Unit, places: readonly UnitPlace[]): Set<UnitPlace> {
  const found = new Set<UnitPlace>();
  if (![...unit.abbreviations.values()].some(hasFar)) return found;
  for (const entry of entriesOf(unit, hasFar)) {
    for (const { name } of entry.abbreviation.attributes.filter(isFar)) {
      const id = knownReferenceOf(entry, name);
      const place = id === undefined ? undefined : placeAt(places, id);
      if (place && place.id !== unit.id) found.add(place);
    }
  }
  return found;
}
