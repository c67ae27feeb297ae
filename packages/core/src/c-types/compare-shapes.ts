import { sameName } from "../model/names.ts";
import { tableKind as kind, type TypeTable } from "../model/type-table.ts";

/** What a comparison of two shapes found; several together are their sum, bit by bit. */
export const shape = {
  same: 0,
  /** The same members of the same types; offsets or size differ. */
  moved: 1,
  /** Members, their names or their types differ. */
  differs: 2,
} as const;

/** Compares a type of the one program with one of the other: a sum of {@link shape}. */
export type CompareShapes = (a: number, b: number) => number;

/** Anonymous structs in each other, prototypes in prototypes: the kernel's own reach a dozen. */
const MAX_DEPTH = 64;
/** Types that are looked at for each that the programs have; real kernels need two. Only damage needs more. */
const STEPS_PER_TYPE = 32;
const LEAST_STEPS = 10_000;

/** Equal where two kinds declare, or define, a tag of one sort. */
const tagOf: readonly number[] = Object.assign([], {
  [kind.struct]: 1,
  [kind.union]: 2,
  [kind.enum]: 3,
  [kind.forwardStruct]: 1,
  [kind.forwardUnion]: 2,
  [kind.forwardEnum]: 3,
});

/** Kinds that are nothing but a way to another type. */
const isWay: readonly boolean[] = Object.assign([], {
  [kind.array]: true,
  [kind.pointer]: true,
  [kind.const]: true,
  [kind.volatile]: true,
  [kind.restrict]: true,
  [kind.atomic]: true,
});

interface Sides {
  readonly a: TypeTable;
  readonly b: TypeTable;
  /** The type of `b` that one of `a` was compared with last, plus one, and what came of it. */
  readonly comparedWith: Uint32Array;
  readonly found: Uint8Array;
  stepsLeft: number;
  fail(what: string): never;
}

/**
 * Compares types by their own shape: of whatever has a name, a reference to it is that name; what has none is looked into.
 * So a struct is the same although one that it contains, or points to, is another. Not part of a shape are the names of
 * parameters, and tags (`__user`), which only some compilers keep. A struct that is only declared is the one of that name.
 *
 * @param fail says that the types are damaged: they are nested, or entwined, as no compiler's are.
 */
export function shapeComparer(a: TypeTable, b: TypeTable, fail: (what: string) => never): CompareShapes {
  const sides: Sides = {
    a,
    b,
    comparedWith: new Uint32Array(a.kinds.length),
    found: new Uint8Array(a.kinds.length),
    stepsLeft: LEAST_STEPS + STEPS_PER_TYPE * (sizeOf(a) + sizeOf(b)),
    fail,
  };
  return (one, other) => definitions(sides, one, other);
}

const kindAt = ({ kinds }: TypeTable, id: number): number => kinds[id] ?? 0;
const targetAt = ({ targets }: TypeTable, id: number): number => targets[id] ?? 0;
const sizeOf = ({ kinds, partNames }: TypeTable): number => kinds.length + partNames.length;

function definitions(sides: Sides, one: number, other: number): number {
  const { a, b } = sides;
  if (a.kinds[one] !== b.kinds[other]) return shape.differs;
  if (tagOf[kindAt(a, one)] !== undefined) return parts(sides, one, other, 0);
  return references(sides, targetAt(a, one), targetAt(b, other), 0);
}

/** Of two records, enums or prototypes. */
function parts(sides: Sides, one: number, other: number, depth: number): number {
  const is = sides.a.kinds[one];
  if (is === kind.enum) return enums(sides, one, other);
  return is === kind.prototype ? prototypes(sides, one, other, depth) : records(sides, one, other, depth);
}

// No arrays to take two values at once below: these functions run a million times, half of them before they are compiled.

/** Follows two references as long as they take the same way, up to what has a name, or parts. */
function references(sides: Sides, one: number, other: number, depth: number): number {
  const { a, b } = sides;
  let x = untagged(a, one, sides);
  let y = untagged(b, other, sides);
  while (isWay[kindAt(a, x)] === true) {
    // Of an array the number of elements; nothing for the others.
    if (a.kinds[x] !== b.kinds[y] || a.sizes[x] !== b.sizes[y]) return shape.differs;
    x = untagged(a, targetAt(a, x), sides);
    y = untagged(b, targetAt(b, y), sides);
  }
  return behindWays(sides, x, y, depth);
}

function behindWays(sides: Sides, one: number, other: number, depth: number): number {
  const { a, b } = sides;
  const is = kindAt(a, one);
  const tag = tagOf[is];
  if (tag !== undefined && a.names[one] !== 0) {
    return tag === tagOf[kindAt(b, other)] ? names(sides, one, other) : shape.differs;
  }
  if (is !== kindAt(b, other)) return shape.differs;
  if (is === kind.typedef) return names(sides, one, other);
  if (tag === undefined && is !== kind.prototype) return base(sides, one, other);
  return b.names[other] === 0 ? remembered(sides, one, other, depth + 1) : shape.differs;
}

/** The type behind tags, one step of all that there may be. */
function untagged(table: TypeTable, id: number, sides: Sides): number {
  for (let at = id; ; at = targetAt(table, at)) {
    sides.stepsLeft -= 1;
    if (sides.stepsLeft < 0) sides.fail("types refer to each other without end");
    if (table.kinds[at] !== kind.tag) return at;
  }
}

const sameNames = ({ a, b }: Sides, one: number, other: number): boolean =>
  sameName(a.strings, a.names[one] ?? 0, b.strings, b.names[other] ?? 0);

const names = (sides: Sides, one: number, other: number): number =>
  sameNames(sides, one, other) ? shape.same : shape.differs;

/** Integers, floating point numbers, `void`. */
function base(sides: Sides, one: number, other: number): number {
  const { a, b } = sides;
  const isAlike = a.sizes[one] === b.sizes[other] && a.widths[one] === b.widths[other];
  return isAlike ? names(sides, one, other) : shape.differs;
}

/** Looks into what has no name, once for each pair. One that contains itself is, there, the same. */
function remembered(sides: Sides, one: number, other: number, depth: number): number {
  const { comparedWith, found } = sides;
  if (comparedWith[one] === other + 1) return found[one] ?? 0;
  if (depth > MAX_DEPTH) sides.fail("types are nested too deeply");
  comparedWith[one] = other + 1;
  found[one] = shape.same;
  const result = parts(sides, one, other, depth);
  comparedWith[one] = other + 1;
  found[one] = result;
  return result;
}

function records(sides: Sides, one: number, other: number, depth: number): number {
  const { a, b } = sides;
  const count = partsOf(a, one);
  if (count !== partsOf(b, other)) return shape.differs;
  let found: number = a.sizes[one] === b.sizes[other] ? shape.same : shape.moved;
  const first = a.partsAt[one] ?? 0;
  const second = b.partsAt[other] ?? 0;
  for (let i = 0; i < count; i += 1) {
    const x = first + i;
    const y = second + i;
    if (a.partWidths[x] !== b.partWidths[y] || !samePartNames(sides, x, y)) return shape.differs;
    if (a.partOffsets[x] !== b.partOffsets[y]) found |= shape.moved;
    found |= references(sides, a.partTypes[x] ?? 0, b.partTypes[y] ?? 0, depth);
    if ((found & shape.differs) !== 0) return found;
  }
  return found;
}

function enums(sides: Sides, one: number, other: number): number {
  const { a, b } = sides;
  const count = partsOf(a, one);
  if (count !== partsOf(b, other) || a.sizes[one] !== b.sizes[other]) return shape.differs;
  const first = a.partsAt[one] ?? 0;
  const second = b.partsAt[other] ?? 0;
  sides.stepsLeft -= count;
  for (let i = 0; i < count; i += 1) {
    const x = first + i;
    const y = second + i;
    const isSame = a.partTypes[x] === b.partTypes[y] && a.partOffsets[x] === b.partOffsets[y];
    if (!isSame || !samePartNames(sides, x, y)) return shape.differs;
  }
  return shape.same;
}

function prototypes(sides: Sides, one: number, other: number, depth: number): number {
  const { a, b } = sides;
  const count = partsOf(a, one);
  if (count !== partsOf(b, other)) return shape.differs;
  const first = a.partsAt[one] ?? 0;
  const second = b.partsAt[other] ?? 0;
  let found: number = shape.same;
  for (let i = 0; i < count; i += 1) {
    found |= references(sides, a.partTypes[first + i] ?? 0, b.partTypes[second + i] ?? 0, depth);
    if ((found & shape.differs) !== 0) return found;
  }
  return found | references(sides, targetAt(a, one), targetAt(b, other), depth);
}

const partsOf = ({ partsAt }: TypeTable, id: number): number => (partsAt[id + 1] ?? 0) - (partsAt[id] ?? 0);

const samePartNames = ({ a, b }: Sides, one: number, other: number): boolean =>
  sameName(a.strings, a.partNames[one] ?? 0, b.strings, b.partNames[other] ?? 0);
