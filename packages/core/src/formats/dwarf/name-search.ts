import type { NamedKind, TypeId } from "../../model/c-type.ts";
import { asciiBytes } from "../elf/strings.ts";
import type { Abbreviation, Abbreviations } from "./abbreviations.ts";
import { flagOf, textOf } from "./attributes.ts";
import * as D from "./constants.ts";
import type { DebugSections } from "./debug-sections.ts";
import { entriesOf, idOf } from "./entry.ts";
import { kindOf, namedEntries } from "./named-entries.ts";
import type { Unit } from "./unit.ts";

/** A name that is looked for in unit after unit. */
export interface NameSearch {
  readonly kind: NamedKind;
  readonly name: string;
  /** As it stands in an entry, NUL included. */
  readonly text: Uint8Array;
  /**
   * A bit for each byte of `.debug_str`, set where the name stands: linkers let a name be the end of a longer one, so "id" is at
   * 2,000 places of a vmlinux, and at any number of a file that somebody made for it.
   */
  readonly places: Uint8Array;
  /** Whether any of these is set. */
  readonly inTable: boolean;
}

/** Whether the name stands at `at` of `.debug_str`. */
export const isPlace = ({ places }: NameSearch, at: number): boolean =>
  ((places[at >>> 3] ?? 0) & (1 << (at & 7))) !== 0;

/** Prepares to look for the definitions of a name. */
export async function nameSearch(
  sections: DebugSections,
  kind: NamedKind,
  name: string,
): Promise<NameSearch> {
  const text = asciiBytes(`${name}\0`);
  const { bytes } = await sections.whole(".debug_str");
  const places = new Uint8Array((bytes.length >>> 3) + 1);
  const inTable = markEnds(bytes, text, places);
  return { kind, name, text, places, inTable };
}

/** Looks backwards from each NUL: names have some twenty bytes, and few end as this one does. */
function markEnds(bytes: Uint8Array, text: Uint8Array, places: Uint8Array): boolean {
  let any = false;
  for (let end = text.length - 1; end < bytes.length; end += 1) {
    if (bytes[end] !== 0) continue;
    let same = text.length - 2;
    const start = end - text.length + 1;
    while (same >= 0 && bytes[start + same] === text[same]) same -= 1;
    if (same >= 0) continue;
    places[start >>> 3] = (places[start >>> 3] ?? 0) | (1 << (start & 7));
    any = true;
  }
  return any;
}

/** How a shape has its name; `undefined` when entries of it have none. */
export const nameFormOf = ({ attributes }: Abbreviation): number | undefined =>
  attributes.find(({ name }) => name === D.DW_AT_name)?.form;

/** The shapes of definitions of this kind. Without one, a unit need not be read. */
export function shapesOf({ kind }: NameSearch, abbreviations: Abbreviations): Abbreviation[] {
  const shapes: Abbreviation[] = [];
  for (const shape of abbreviations.values()) {
    if (kindOf(shape.tag) === kind && nameFormOf(shape) !== undefined && !isDeclaration(shape))
      shapes.push(shape);
  }
  return shapes;
}

/** That of a function may be what its definition has its name from. */
const isDeclaration = ({ tag, attributes }: Abbreviation): boolean =>
  tag !== D.DW_TAG_subprogram &&
  attributes.some(({ name, form }) => name === D.DW_AT_declaration && form === D.DW_FORM_flag_present);

/**
 * What a unit defines under the name, in its order. All entries are passed, and only the names of such shapes are read.
 *
 * @throws {FormatError} if the unit is damaged.
 */
export function definitionsIn(
  { kind, name }: NameSearch,
  unit: Unit,
  shapes: readonly Abbreviation[],
): TypeId[] {
  // A function's name may stand in its declaration.
  if (kind === "function") return [...(namedEntries(unit).get(kind)?.get(name) ?? [])];
  const wanted = new Set(shapes);
  const found: TypeId[] = [];
  for (const entry of entriesOf(unit, (shape) => wanted.has(shape))) {
    if (textOf(entry, D.DW_AT_name) === name && !flagOf(entry, D.DW_AT_declaration)) found.push(idOf(entry));
  }
  return found;
}
