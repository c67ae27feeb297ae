import { findBytes } from "../../io/find-bytes.ts";
import { FormatError } from "../../io/format-error.ts";
import { sizeAt, viewOf } from "../elf/word.ts";
import type { Abbreviation } from "./abbreviations.ts";
import { referenceOf } from "./attributes.ts";
import * as D from "./constants.ts";
import { entryAt } from "./entry.ts";
import { fixedSize } from "./forms.ts";
import { isPlace, nameFormOf, type NameSearch } from "./name-search.ts";
import type { Unit } from "./unit.ts";

/** Compilers write a dozen shapes of a kind; each is tried wherever its first byte stands. */
const MAX_SHAPES = 64;

/**
 * Whether a unit may define the name; `false` is certain. Its bytes are looked through for what an entry of one of these
 * shapes begins with, which takes a tenth of the time that passing all entries takes: a vmlinux has 170 MB of them.
 *
 * @param isKnown whether what may be an entry at an offset of the unit need not be looked for
 */
export function mayDefine(
  search: NameSearch,
  unit: Unit,
  shapes: readonly Abbreviation[],
  isKnown: (at: number) => boolean = () => false,
): boolean {
  if (shapes.length > MAX_SHAPES) return true;
  const starts: Start[] = [];
  let inTable: boolean | undefined;
  for (const shape of shapes) {
    const form = nameFormOf(shape) ?? 0;
    if (indexes.has(form)) {
      inTable ??= standsInTable(search, unit);
      if (inTable) return true;
    } else if (form === D.DW_FORM_strp && !search.inTable) continue;
    else {
      const start = startOf(shape, form, unit);
      if (!start) return true;
      starts.push(start);
    }
  }
  return starts.length > 0 && standsIn(search, unit, starts, isKnown);
}

function standsInTable(search: NameSearch, { strings, cursor, header }: Unit): boolean {
  const table = strings.offsets;
  if (!table) return true;
  for (let at = 0; at + header.offsetSize <= table.byteLength; at += header.offsetSize) {
    if (isPlace(search, sizeAt(table, at, cursor.encoding))) return true;
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

/** How an entry of some shape begins. */
interface Start {
  /** Its code, in the bytes of a ULEB128. */
  readonly code: readonly number[];
  /** From the code to the name. */
  readonly distance: number;
  /** Whether the name stands there itself; else its place in `.debug_str`, in four bytes. */
  readonly inText: boolean;
}

/** `undefined` where the name is of another form, or behind values whose size is only seen at them. */
function startOf({ code, attributes }: Abbreviation, form: number, { header }: Unit): Start | undefined {
  const inText = form === D.DW_FORM_string;
  if (!inText && (form !== D.DW_FORM_strp || header.offsetSize !== 4)) return undefined;
  const bytes = ulebBytes(code);
  let distance = bytes.length;
  for (const { name, form } of attributes) {
    if (name === D.DW_AT_name) break;
    const size = fixedSize(form, header);
    if (size === undefined) return undefined;
    distance += size;
  }
  return { code: bytes, distance, inText };
}

function ulebBytes(value: number): number[] {
  return value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...ulebBytes(Math.floor(value / 0x80))];
}

function standsIn(
  search: NameSearch,
  unit: Unit,
  starts: readonly Start[],
  isKnown: (at: number) => boolean,
): boolean {
  const { bytes, encoding } = unit.cursor;
  const view = viewOf(bytes);
  const isHit = (at: number): boolean => {
    for (const { code, distance, inText } of starts) {
      if (!standsAt(bytes, at - distance, code)) continue;
      const isName = inText
        ? standsAt(bytes, at, search.text)
        : at + 4 <= bytes.length && isPlace(search, view.getUint32(at, encoding.littleEndian));
      const entry = at - distance;
      if (isName && isPlausible(unit, entry) && !isKnown(entry)) return true;
    }
    return false;
  };
  if (starts.every(({ inText }) => inText)) return nextText(search, bytes, isHit);
  return nextWord(
    view,
    encoding.littleEndian,
    search,
    starts.some(({ inText }) => inText),
    isHit,
  );
}

function nextText({ text }: NameSearch, bytes: Uint8Array, isHit: (at: number) => boolean): boolean {
  for (let at = findBytes(bytes, text); at >= 0; at = findBytes(bytes, text, at + 1))
    if (isHit(at)) return true;
  return false;
}

/** Asks `isHit` where four bytes are a place of `.debug_str` where the name stands or, with `texts`, the name itself. */
function nextWord(
  view: DataView,
  littleEndian: boolean,
  { places, text }: NameSearch,
  texts: boolean,
  isHit: (at: number) => boolean,
): boolean {
  const { wanted, mask } = texts ? beginning(text, littleEndian) : NOTHING;
  const limit = places.length * 8;
  const end = view.byteLength - 3;
  for (let at = 0; at < end; at += 1) {
    const word = view.getUint32(at, littleEndian);
    const isPlace = word < limit && ((places[word >>> 3] ?? 0) & (1 << (word & 7))) !== 0;
    if ((isPlace || (word & mask) === wanted) && isHit(at)) return true;
  }
  for (let at = Math.max(0, end); at < view.byteLength; at += 1) if (isHit(at)) return true;
  return false;
}

interface Beginning {
  /** Four bytes as a word. */
  readonly wanted: number;
  /** The bits of it that count. */
  readonly mask: number;
}

/** No word begins so. */
const NOTHING: Beginning = { wanted: 1, mask: 0 };

function beginning(text: Uint8Array, littleEndian: boolean): Beginning {
  const word = (bytes: Uint8Array): number => {
    const padded = new Uint8Array(4);
    padded.set(bytes);
    return viewOf(padded).getInt32(0, littleEndian);
  };
  const start = text.subarray(0, 4);
  return { wanted: word(start), mask: word(start.map(() => 0xff)) };
}

/**
 * Whether an entry may begin at `at`, where something looks like one: should it say where the one behind its children is,
 * that is a place in this unit. Short names stand in the entries themselves, and "pid" ends with the name "id".
 */
function isPlausible(unit: Unit, at: number): boolean {
  if (at < unit.header.size) return false;
  try {
    const entry = entryAt(unit, at);
    const sibling = referenceOf(entry, D.DW_AT_sibling);
    if (sibling === undefined) return true;
    return sibling - unit.id >= entry.end && sibling - unit.id < unit.header.length;
  } catch (error) {
    // Whoever reads all entries finds out, and says where.
    if (error instanceof FormatError) return true;
    throw error;
  }
}

function standsAt(bytes: Uint8Array, at: number, wanted: ArrayLike<number>): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
