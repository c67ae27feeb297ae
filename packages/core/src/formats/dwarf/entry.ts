import type { TypeId } from "../../model/c-type.ts";
import type { Abbreviation } from "./abbreviations.ts";
import { referenceOf } from "./attributes.ts";
import { DW_AT_sibling } from "./constants.ts";
import { advance, skipForm } from "./forms.ts";
import { uleb } from "./leb128.ts";
import type { Entry, Unit } from "./unit.ts";

const NONE: Abbreviation = { code: 0, tag: 0, hasChildren: false, attributes: [], steps: [] };

/** What refers to an entry in this program. */
export const idOf = ({ unit, at }: Entry): TypeId => unit.id + at;

/**
 * The entry at `at` of a unit. References may lead anywhere: what stands there is read as an entry.
 *
 * @throws {FormatError} if it has an abbreviation that does not exist, or does not end inside the unit.
 */
export function entryAt(unit: Unit, at: number): Entry {
  const { cursor: c, header } = unit;
  c.offset = Math.min(at, c.bytes.length);
  const abbreviation = abbreviationAt(unit);
  const valuesAt = c.offset;
  for (const step of abbreviation.steps) {
    if (step > 0) advance(c, step);
    else skipForm(c, -step, header);
  }
  return { unit, at, tag: abbreviation.tag, abbreviation, valuesAt, end: c.offset };
}

/** The code at the cursor, and what it stands for. */
function abbreviationAt({ cursor: c, abbreviations }: Unit): Abbreviation {
  const at = c.offset;
  const code = uleb(c);
  return code === 0 ? NONE : (abbreviations.get(code) ?? c.fail(`no abbreviation ${code}`, at));
}

/**
 * Entries of a unit, front to back, whatever is inside of what; without the ends of lists.
 *
 * @param wanted the shapes that are told; those of others are only passed over
 */
export function* entriesOf(unit: Unit, wanted: (abbreviation: Abbreviation) => boolean): Iterable<Entry> {
  const answers = new Map<Abbreviation, boolean>();
  const { length } = unit.cursor.bytes;
  for (let at = unit.header.size; at < length;) {
    const entry = entryAt(unit, at);
    const { abbreviation } = entry;
    const is = answers.get(abbreviation) ?? wanted(abbreviation);
    answers.set(abbreviation, is);
    at = entry.end;
    if (is && entry.tag !== 0) yield entry;
  }
}

/** The entries directly below one. @throws {FormatError} if their list does not end inside the unit. */
export function* childrenOf({ unit, abbreviation, end }: Entry): Iterable<Entry> {
  if (!abbreviation.hasChildren) return;
  let depth = 0;
  for (let at = end; ;) {
    const entry = entryAt(unit, at);
    at = entry.end;
    if (entry.tag === 0) {
      if (depth === 0) return;
      depth -= 1;
    } else {
      if (depth === 0) yield entry;
      const behind = entry.abbreviation.hasChildren ? siblingOf(entry) : undefined;
      if (behind !== undefined) at = behind;
      else if (entry.abbreviation.hasChildren) depth += 1;
    }
  }
}

/** Where the children of an entry end, if it says so; only forward, so that no list has a loop. */
function siblingOf(entry: Entry): number | undefined {
  const { unit, abbreviation, end } = entry;
  if (!abbreviation.attributes.some(({ name }) => name === DW_AT_sibling)) return undefined;
  const sibling = referenceOf(entry, DW_AT_sibling);
  return sibling !== undefined && sibling - unit.id > end ? sibling - unit.id : undefined;
}
