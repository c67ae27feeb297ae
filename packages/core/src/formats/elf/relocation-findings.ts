import type { RelocationAt } from "../../model/relocations.ts";
import { BRANCH, IDLE, type RelocationRules, WIDTH } from "./relocation-types.ts";
import { ENTRIES, IMPORT, LOW, NOTHING, ROOMLESS, TRACER, UNLOADED, WEAK } from "./symbol-marks.ts";

/** What was met. Of each kind the first, or the first of each type; absent, or an empty list, where there was none. */
export interface RelocationFindings {
  /** Of each type that is not among the usual ones, and writes something. */
  readonly unusual: RelocationAt[];
  /** Of each type against symbol 0, which is no symbol. */
  readonly againstNothing: RelocationAt[];
  /** Of each type against a symbol in a section that does not occupy memory. */
  readonly unloaded: RelocationAt[];
  /** Of each type against per-CPU data that has no room. */
  readonly roomless: RelocationAt[];
  /** Of each type whose addend has more than 32 bits. */
  readonly far: RelocationAt[];
  /** Of each symbol that may be at address 0, or near it, the first branch to it. */
  readonly called: Map<number, RelocationAt>;
  /** Such symbols that are used otherwise. */
  readonly taken: Set<number>;
  /** Branches to the function tracer. */
  readonly traced: Places;
  /** Its symbol is not in the symbol table. */
  symbolOutside?: RelocationAt;
  /** It applies outside of the section that is relocated, or ends outside. */
  outside?: RelocationAt;
  /** It stands before its predecessor, or applies where that does: linkers sort them. */
  disordered?: RelocationAt;
  /** The bytes that it is to write are not zero. */
  notZero?: RelocationAt;
  /** A branch to what another module or the kernel defines, and not to its beginning. */
  beside?: RelocationAt;
  /** It writes nothing, in a section with code. */
  nothing?: RelocationAt;
}

/** How many places there are, and a sum that depends on each: of two lists of the same places both are the same. */
export interface Places {
  count: number;
  sum: number;
}

/** Adds the place at `offset` of a section to `places`. */
export function addPlace(places: Places, section: number, offset: number): void {
  places.count += 1;
  places.sum += section * 0x1_0001 + offset;
}

/** Nothing was met yet. */
export const noFindings = (): RelocationFindings => ({
  unusual: [],
  againstNothing: [],
  unloaded: [],
  roomless: [],
  far: [],
  called: new Map(),
  taken: new Set(),
  traced: { count: 0, sum: 0 },
});

/** The section that is relocated. */
export interface Target {
  /** Index of the section. */
  readonly index: number;
  /** Its size in bytes. */
  readonly size: number;
  /** Whether it holds code. */
  readonly code: boolean;
  /** What holds its bytes, where they are to be zero. */
  readonly zero?: DataView;
  /** What holds its bytes, where they are code that is looked at, and at hand. */
  readonly instructions?: DataView;
  /** Where in `zero` and `instructions` its bytes begin. */
  readonly at: number;
}

/** A relocation that is not as it always is, and what is known of it. */
export interface Odd {
  readonly one: RelocationAt;
  /** Of its symbol, see symbol-marks.ts; `undefined` where there is no such symbol. */
  readonly mark: number | undefined;
  /** Where its predecessor applies. */
  readonly previous: number;
  /** Whether it goes to the beginning of its symbol, if it is a branch. */
  readonly straight: boolean;
  /** Whether its addend has more than 32 bits. */
  readonly far: boolean;
}

/** More types than this are noise. */
const MAX_TYPES = 16;

/** Adds to `found` what is odd about a relocation. */
export function note(odd: Odd, rules: RelocationRules, target: Target, found: RelocationFindings): void {
  const { one, mark } = odd;
  const kind = rules.kinds[one.type] ?? 0;
  if (mark === undefined) found.symbolOutside ??= one;
  // R_*_NONE is 0 on every machine. Where a loader does not take it, it still writes nothing.
  if (one.type === 0 || rules.nothing.includes(one.type)) {
    if (!rules.nothing.includes(one.type)) noteType(one, found.unusual);
    else if (target.code) found.nothing ??= one;
    return;
  }
  if (kind === 0) noteType(one, found.unusual);
  if ((kind & IDLE) === 0) noteSymbol(odd, kind, rules, found);
  if (odd.far) noteType(one, found.far);
  notePlace(odd, kind & WIDTH || rules.width, rules, target, found);
}

function noteSymbol(
  { one, mark, straight }: Odd,
  kind: number,
  rules: RelocationRules,
  found: RelocationFindings,
): void {
  const { calls } = rules;
  if ((kind & BRANCH) !== 0 && !straight && isBeside(mark, one, rules)) found.beside ??= one;
  if (mark === NOTHING) noteType(one, found.againstNothing);
  else if (mark === UNLOADED) noteType(one, found.unloaded);
  else if (mark === ROOMLESS) noteType(one, found.roomless);
  else if (mark === WEAK || mark === LOW) {
    if (!calls.includes(one.type)) found.taken.add(one.symbolIndex);
    else if (!found.called.has(one.symbolIndex)) found.called.set(one.symbolIndex, one);
  }
}

/** Whether a branch that does not go to the beginning of its symbol goes to where no function begins. */
function isBeside(
  mark: number | undefined,
  { addend }: RelocationAt,
  { straight, entries }: RelocationRules,
): boolean {
  if (mark !== ENTRIES || !entries) return mark === IMPORT || mark === TRACER || mark === WEAK;
  const offset = (addend ?? straight) - straight;
  return offset < 0 || offset >= entries.all || offset % entries.each !== 0;
}

function notePlace(
  { one, previous }: Odd,
  width: number,
  { once }: RelocationRules,
  { size, zero, at }: Target,
  found: RelocationFindings,
): void {
  const { offset } = one;
  if (offset > size - width) found.outside ??= one;
  if (zero && offset < size && !isZero(zero, at + offset, Math.min(width, size - offset)))
    found.notZero ??= one;
  if (once && offset <= previous) found.disordered ??= one;
}

/** Whether `width` bytes are zero. */
function isZero(view: DataView, at: number, width: number): boolean {
  for (let i = 0; i < width; i += 1) if (view.getUint8(at + i) !== 0) return false;
  return true;
}

function noteType(one: RelocationAt, found: RelocationAt[]): void {
  if (found.length < MAX_TYPES && !found.some(({ type }) => type === one.type)) found.push(one);
}
