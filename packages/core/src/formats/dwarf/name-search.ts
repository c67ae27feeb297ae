import { findBytes } from "../../io/find-bytes.ts";
import type { NamedKind } from "../../model/c-type.ts";
import { asciiBytes } from "../elf/strings.ts";
import { sizeAt, viewOf } from "../elf/word.ts";
import type { Abbreviation, Abbreviations } from "./abbreviations.ts";
import * as D from "./constants.ts";
import type { DebugSections } from "./debug-sections.ts";
import { fixedSize } from "./forms.ts";
import { kindOf } from "./named-entries.ts";
import type { Unit } from "./unit.ts";

/**
 * What a unit is looked through for, to see without parsing it whether it may define a name. A vmlinux has 170 MB of
 * entries, and looking for four bytes in them takes a tenth of the time.
 */
export interface NameSearch {
  readonly kind: NamedKind;
  /** As it stands in an entry, NUL included. */
  readonly text: Uint8Array;
  /** Where in `.debug_str` it stands: linkers let a name be the end of a longer one, so it may be at many places. */
  readonly offsets: ReadonlySet<number>;
  /** 1 at the {@link hashOf} of each of `offsets`. */
  readonly hashes: Uint8Array;
}

/** Of 2,000 offsets (of the name "id") one word in a hundred has the hash of one. */
const HASHES = 1 << 18;
const hashOf = (word: number): number => (word ^ (word >>> 14)) & (HASHES - 1);

/** Prepares to look for the definitions of a name. */
export async function nameSearch(
  sections: DebugSections,
  kind: NamedKind,
  name: string,
): Promise<NameSearch> {
  const text = asciiBytes(`${name}\0`);
  const offsets = new Set<number>();
  const hashes = new Uint8Array(HASHES);
  const { bytes } = await sections.whole(".debug_str");
  for (let at = findBytes(bytes, text); at >= 0; at = findBytes(bytes, text, at + 1)) {
    offsets.add(at);
    hashes[hashOf(at)] = 1;
  }
  return { kind, text, offsets, hashes };
}

const nameFormOf = ({ attributes }: Abbreviation): number | undefined =>
  attributes.find(({ name }) => name === D.DW_AT_name)?.form;

/** The shapes of definitions of this kind. Without one, a unit need not be read. */
export function shapesOf({ kind }: NameSearch, abbreviations: Abbreviations): Abbreviation[] {
  return [...abbreviations.values()].filter(
    (shape) => kindOf(shape.tag) === kind && nameFormOf(shape) !== undefined && !isDeclaration(shape),
  );
}

/** That of a function may be what its definition has its name from. */
const isDeclaration = ({ tag, attributes }: Abbreviation): boolean =>
  tag !== D.DW_TAG_subprogram &&
  attributes.some(({ name, form }) => name === D.DW_AT_declaration && form === D.DW_FORM_flag_present);

/** Each place that is found is compared with all shapes; compilers write a dozen of a kind. */
const MAX_SHAPES = 64;

/** Whether a unit may define the name; `false` is certain. */
export function mayDefine(search: NameSearch, unit: Unit, shapes: readonly Abbreviation[]): boolean {
  if (shapes.length > MAX_SHAPES) return true;
  const inText: Abbreviation[] = [];
  const byOffset: Abbreviation[] = [];
  let byIndex = false;
  for (const shape of shapes) {
    const form = nameFormOf(shape) ?? 0;
    if (form === D.DW_FORM_string) inText.push(shape);
    else if (form === D.DW_FORM_strp && unit.header.offsetSize === 4) byOffset.push(shape);
    else if (indexes.has(form)) byIndex = true;
    else return true;
  }
  return (
    (byIndex && standsInTable(search, unit)) ||
    (inText.length > 0 && standsBehind(inText, unit, textSearch(search, unit))) ||
    (byOffset.length > 0 &&
      search.offsets.size > 0 &&
      standsBehind(byOffset, unit, offsetSearch(search, unit)))
  );
}

function standsInTable({ offsets }: NameSearch, { strings, cursor, header }: Unit): boolean {
  const table = strings.offsets;
  if (!table) return true;
  for (let at = 0; at + header.offsetSize <= table.byteLength; at += header.offsetSize) {
    if (offsets.has(sizeAt(table, at, cursor.encoding))) return true;
  }
  return false;
}

const indexes: ReadonlySet<number> = new Set([
  D.DW_FORM_strx,
  D.DW_FORM_strx1,
  D.DW_FORM_strx2,
  D.DW_FORM_strx3,
  D.DW_FORM_strx4,
]);

/** Where what is looked for stands next, at `from` or behind it; -1 where it does not. */
type Search = (from: number) => number;

const textSearch =
  ({ text }: NameSearch, { cursor }: Unit): Search =>
  (from) =>
    findBytes(cursor.bytes, text, from);

/** Each place of the unit: one word for each byte of a kernel's types. The hash is asked first. */
function offsetSearch({ hashes, offsets }: NameSearch, { cursor }: Unit): Search {
  const view = viewOf(cursor.bytes);
  const { littleEndian } = cursor.encoding;
  const last = view.byteLength - 4;
  return (from) => {
    for (let at = from; at <= last; at += 1) {
      const word = view.getUint32(at, littleEndian);
      if (hashes[hashOf(word)] === 1 && offsets.has(word)) return at;
    }
    return -1;
  };
}

/** Whether what is found stands where an entry of one of these shapes has its name. */
function standsBehind(shapes: readonly Abbreviation[], unit: Unit, next: Search): boolean {
  const codes = shapes.map((shape) => codeBefore(shape, unit));
  const { bytes } = unit.cursor;
  for (let at = next(0); at >= 0; at = next(at + 1)) {
    for (const code of codes) if (!code || standsBefore(bytes, at - code.distance, code.bytes)) return true;
  }
  return false;
}

interface Code {
  readonly bytes: readonly number[];
  /** From the code to the name. */
  readonly distance: number;
}

/** The code of a shape, and how far before the name it stands; `undefined` when values of other sizes are between them. */
function codeBefore({ code, attributes }: Abbreviation, { header }: Unit): Code | undefined {
  const bytes = ulebBytes(code);
  let distance = bytes.length;
  for (const { name, form } of attributes) {
    if (name === D.DW_AT_name) break;
    const size = fixedSize(form, header);
    if (size === undefined) return undefined;
    distance += size;
  }
  return { bytes, distance };
}

function ulebBytes(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 0x80)) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest % 0x80) | 0x80);
  }
}

function standsBefore(bytes: Uint8Array, at: number, code: readonly number[]): boolean {
  for (let i = 0; i < code.length; i += 1) if (bytes[at + i] !== code[i]) return false;
  return true;
}
