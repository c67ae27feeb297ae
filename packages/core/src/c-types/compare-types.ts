import type { CTypes, NamedKind, TypeId } from "../model/c-type.ts";
import { findString, nameAt } from "../model/names.ts";
import { tableKind, type TypeTable } from "../model/type-table.ts";
import { shape, shapeComparer } from "./compare-shapes.ts";
import { containersOf, holding, type Ways, waysTo } from "./containing-types.ts";
import { memberOf } from "./member-of.ts";
import { byName, type ByName, group, pairDefinitions, type Pairs } from "./pair-definitions.ts";

/** How the types of two programs differ. Of a name that both define nothing is added or removed. */
export interface TypesComparison {
  /** Only the second program has them; in its order. */
  readonly added: readonly NamedType[];
  /** Only the first program has them; in its order. */
  readonly removed: readonly NamedType[];
  /** Both have them, not alike; in the order of the first. */
  readonly changed: readonly ChangedType[];
  /** How many both have alike. */
  readonly same: number;
  /**
   * For functions of the first program, by name: the nearest type whose own shape differs among all that code can get at from
   * their parameters and results, by pointers too. genksyms takes these into a CRC, as far as the headers that were read
   * define them. What has no such type is not in it, nor is what the program has not.
   */
  reached(functions: Iterable<string>): ReadonlyMap<string, ChangedPart>;
}

export interface NamedType {
  readonly kind: NamedKind;
  readonly name: string;
}

/** A type whose own shape differs, or that of one that it contains; not that of one that it only points to. */
export interface ChangedType extends NamedType {
  /** Its definition in each program. */
  readonly ids: readonly [a: TypeId, b: TypeId];
  /** `sizeof` in each, in bytes; absent for a function, and where it is not known. */
  readonly sizes?: readonly [a: number, b: number];
  /** Whether its own members, values or parameters are others, or at other places than those that it contains account for. */
  readonly isOwn: boolean;
  /** The nearest that it contains whose own shape differs; absent when it contains none. */
  readonly through?: ChangedPart;
  /** How many named types contain it for which it is the nearest that differs. */
  readonly affects: number;
}

/** A part of a type that differs, and the way to it. */
export interface ChangedPart extends NamedType {
  /**
   * Members, and a function's parameter, on the way to it: `["se", "avg"]`; those without a name are left out. Empty when it
   * is the type that a typedef names, or the function itself.
   */
  readonly path: readonly string[];
  /** `sizeof` in each program, in bytes; absent where it is not known. */
  readonly sizes?: readonly [a: number, b: number];
}

const namedKinds: readonly NamedKind[] = ["struct", "union", "enum", "typedef", "function"];

/** Two programs, type by type. */
export interface TypesSides {
  readonly a: TypeTable;
  readonly b: TypeTable;
}

/**
 * Compares all types that have a name; `undefined` when a reader does not give all of its program's types.
 *
 * @throws {FormatError} if types are damaged.
 */
export function compareTypes(a: CTypes, b: CTypes): TypesComparison | undefined {
  const sides = a.table && b.table && { a: a.table(), b: b.table() };
  return sides && compareTables(sides, (what) => a.fail(what));
}

/** What both have, as {@link Pairs} tells it, and which of it counts as the reason. */
interface Compared extends TypesSides, Pairs {
  /** By id in the first program: 1 for what differs by itself. */
  readonly isOwn: Uint8Array;
  readonly ways: Ways;
}

function compareTables(sides: TypesSides, fail: (what: string) => never): TypesComparison {
  const { a, b } = sides;
  const compare = shapeComparer(a, b, fail);
  const count = a.kinds.length;
  const pairs: Pairs = { partner: new Uint32Array(count), found: new Uint8Array(count) };
  const [added, removed]: [NamedType[], NamedType[]] = [[], []];
  for (const kind of namedKinds) {
    const alone = pairDefinitions(a, b, kind, compare, pairs);
    for (const id of alone.added) added.push({ kind, name: nameAt(b.strings, b.names[id] ?? 0) });
    for (const id of alone.removed) removed.push({ kind, name: nameAt(a.strings, a.names[id] ?? 0) });
  }
  const compared = { ...sides, ...pairs, ...rootsAmong(a, pairs) };
  const changed = changedTypes(compared);
  const all = pairs.partner.reduce((sum, other) => sum + (other === 0 ? 0 : 1), 0);
  return {
    added,
    removed,
    changed,
    same: all - changed.length,
    reached: reaching(compared),
  };
}

/** Ways are found when the first question comes. */
function reaching(compared: Compared): TypesComparison["reached"] {
  let known: { readonly ways: Ways; readonly functions: ByName } | undefined;
  return (names) => {
    known ??= { ways: waysByPointers(compared), functions: byName(compared.a, "function") };
    const { ways, functions } = known;
    const found = new Map<string, ChangedPart>();
    for (const name of names) {
      const first = findString(functions.table, name);
      const id = first < 0 ? undefined : group(functions, first).find((one) => ways.towards[one] !== 0);
      const part = id === undefined ? undefined : partThrough({ ...compared, ways }, id);
      if (part) found.set(name, part);
    }
    return found;
  };
}

function waysByPointers({ a, isOwn }: Compared): Ways {
  const own: number[] = [];
  for (let id = 1; id < isOwn.length; id += 1) if (isOwn[id] === 1) own.push(id);
  return waysTo(containersOf(a, "any"), own);
}

/**
 * What lies elsewhere because something before it grew has not changed itself: of the types that only moved, those count
 * that contain nothing that differs.
 */
function rootsAmong(table: TypeTable, { found }: Pairs): Pick<Compared, "isOwn" | "ways"> {
  const containers = containersOf(table, "value");
  const different: number[] = [];
  for (let id = 1; id < found.length; id += 1) if (found[id] !== shape.same) different.push(id);
  const isHolding = holding(containers, different);
  const isRoot = (id: number): boolean => ((found[id] ?? 0) & shape.differs) !== 0 || isHolding[id] === 0;
  const roots = different.filter(isRoot);
  const isOwn = new Uint8Array(found.length);
  for (const id of roots) isOwn[id] = 1;
  return { isOwn, ways: waysTo(containers, roots) };
}

function changedTypes(compared: Compared): ChangedType[] {
  const { partner, found, ways } = compared;
  const counts = new Uint32Array(partner.length);
  const affected: number[] = [];
  for (let id = 1; id < partner.length; id += 1) {
    if (partner[id] === 0 || (found[id] === shape.same && ways.towards[id] === 0)) continue;
    affected.push(id);
    const end = ways.ends[id] ?? 0;
    if (end !== id) counts[end] = (counts[end] ?? 0) + 1;
  }
  return affected.flatMap((id) => changedType(compared, counts, id) ?? []);
}

function changedType(compared: Compared, counts: Uint32Array, id: number): ChangedType | undefined {
  const { a, partner, isOwn } = compared;
  const kind = namedKinds.find((one) => tableKind[one] === a.kinds[id]);
  if (!kind) return undefined;
  const other = partner[id] ?? 0;
  const through = isOwn[id] === 1 ? undefined : partThrough(compared, id);
  const sizes = sizesOf(compared, id, other);
  return {
    kind,
    name: nameAt(a.strings, a.names[id] ?? 0),
    ids: [id, other],
    ...(sizes && { sizes }),
    // Structs that contain each other, which only damage has, have no way to anything.
    isOwn: !through,
    ...(through && { through }),
    affects: counts[id] ?? 0,
  };
}

/** Steps of a way that are told; a struct in a struct, and so on, is a dozen deep. */
const MAX_WAY = 64;

function partThrough(compared: Compared, id: number): ChangedPart | undefined {
  const { a, partner, ways } = compared;
  const end = ways.ends[id] ?? 0;
  const kind = namedKinds.find((one) => tableKind[one] === a.kinds[end]);
  if (end === 0 || !kind) return undefined;
  const path: string[] = [];
  let at = id;
  for (let steps = 0; at !== end && steps < MAX_WAY; steps += 1) {
    const next = (ways.towards[at] ?? 1) - 1;
    const member = memberOf(a, at, next);
    if (member !== "") path.push(member);
    at = next;
  }
  const sizes = sizesOf(compared, end, partner[end] ?? 0);
  return { kind, name: nameAt(a.strings, a.names[end] ?? 0), path, ...(sizes && { sizes }) };
}

function sizesOf({ a, b }: TypesSides, one: number, other: number): readonly [number, number] | undefined {
  const [first, second] = [sizeIn(a, one), sizeIn(b, other)];
  return first === undefined || second === undefined ? undefined : [first, second];
}

/** `sizeof` of what has one of its own, through typedefs and qualifiers. */
function sizeIn({ kinds, targets, sizes }: TypeTable, id: number): number | undefined {
  let at = id;
  for (let steps = 0; steps < MAX_WAY; steps += 1) {
    const is = kinds[at] ?? 0;
    if (is === tableKind.struct || is === tableKind.union || is === tableKind.enum) return sizes[at];
    if (is < tableKind.typedef || is > tableKind.tag) return undefined;
    at = targets[at] ?? 0;
  }
  return undefined;
}
