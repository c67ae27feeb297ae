import { type Extent, lastFrom } from "../code-extents.ts";
import type { CodePiece } from "../code-pieces.ts";
import { type KnownCode, type Misplaced, REACH } from "./machine.ts";
import { OWN_OFFSET, Registers } from "./registers.ts";
import type { Relocated } from "./relocated.ts";
import type { SymbolValues } from "./symbol-values.ts";
import { followX86 } from "./x86.ts";
import { decode, noInstruction } from "./x86-instruction.ts";

// Instructions of x86 can only be told apart from the beginning of a function on. So the bytes of a prefix lead to places,
// and only where the relocations there fit is a function followed.

const GS = 0x65;
// R_X86_64_PC32, 32, 32S
const ADDRESSES = [2, 10, 11];
/** General registers, and the stack's. */
const REGISTERS = [16, 4] as const;

/** Where in a piece of code an instruction may be that adds the processor's offset, which GS holds, to an address: offsets in the section of what is relocated. */
export function gsFields({ bytes, at: start, end, first }: CodePiece): number[] {
  const fields: number[] = [];
  const one = noInstruction();
  for (let at = bytes.indexOf(GS, start); at >= 0 && at < end; at = bytes.indexOf(GS, at + 1)) {
    if (!mayBeField(bytes, at) || !decode(bytes, at, end, one) || one.displacement < 0) continue;
    const { displacement: field } = one;
    if ((bytes[field] || bytes[field + 1] || bytes[field + 2] || bytes[field + 3]) === 0)
      fields.push(first + field - start);
  }
  return fields;
}

/**
 * Whether four zeros, which the loader wants where it is to write, begin three to six bytes behind a prefix. Most of what has
 * it reads the stack's canary, which is at 0x28.
 */
function mayBeField(bytes: Uint8Array, at: number): boolean {
  if (bytes[at + 6] !== 0) return false;
  let [first, last] = [at + 6, at + 6];
  while (first > at + 3 && bytes[first - 1] === 0) first -= 1;
  while (last < at + 9 && bytes[last + 1] === 0) last += 1;
  return last - first >= 3;
}

/** The first place found in a piece of code where data is misplaced. */
export function firstMisplacedX86(
  piece: CodePiece,
  fields: readonly number[],
  { relocated, values, functions }: KnownCode,
): Misplaced | undefined {
  const places = placesIn(fields, relocated, values);
  if (places.length === 0) return undefined;
  const all = functions();
  for (let i = 0; i < places.length;) {
    const place = places[i] ?? 0;
    const extent = lastFrom(all, place);
    const behind = Math.max(extent?.end ?? 0, place + 1);
    let last = place;
    for (; i < places.length && (places[i] ?? 0) < behind; i += 1) last = places[i] ?? 0;
    const found =
      extent &&
      followFunction(piece, { ...extent, end: Math.min(extent.end, last + REACH) }, relocated, values);
    if (found) return found;
  }
  return undefined;
}

/** Where something has to do with offsets of processors, and with data that is not per CPU; in order. */
function placesIn(
  fields: readonly number[],
  relocated: Relocated,
  { valueOf, offsets }: SymbolValues,
): number[] {
  const isData = (symbol: number): boolean => valueOf(symbol) > 0;
  const isNearData = (place: number): boolean => relocated.isBetween(place - REACH, place + REACH, isData);
  const places = fields.filter((field) => {
    const value = valueOf(relocated.symbolAt(field, ADDRESSES));
    return value > 0 || (value === OWN_OFFSET && isNearData(field));
  });
  if (offsets === undefined) return places;
  places.push(...relocated.placesOf(offsets, ADDRESSES).filter(isNearData));
  return places.toSorted((a, b) => a - b);
}

function followFunction(
  { bytes, at, end, first }: CodePiece,
  extent: Extent,
  relocated: Relocated,
  { valueOf }: SymbolValues,
): Misplaced | undefined {
  // Of a function that begins in another piece nothing is known.
  if (extent.start < first) return undefined;
  const base = at - first;
  const registers = new Registers(...REGISTERS);
  const one = noInstruction();
  const address = (field: number): number => valueOf(relocated.symbolAt(field - base, ADDRESSES));
  const last = Math.min(end, base + extent.end);
  for (let next = base + extent.start; next < last; next = one.end) {
    if (!decode(bytes, next, last, one)) return undefined;
    const data = followX86(one, registers, address);
    if (data > 0) return { offset: next - base, data };
  }
  return undefined;
}
