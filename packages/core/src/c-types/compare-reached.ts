import type { CType, CTypes, RecordType, TypeId } from "../model/c-type.ts";
import { comparePlaces, isSame, type PlacesComparison } from "./compare-places.ts";
import { behind, type Behind, isRecord } from "./record-behind.ts";

/** A record of two programs that was reached by the same way in both, and lies otherwise. */
export interface ReachedDifference extends PlacesComparison {
  readonly kind: RecordType["kind"];
  readonly name: string;
  /** Members on the way to it, from the root's name on. */
  readonly path: readonly string[];
}

/** Where a walk starts: two types that are one, and what that is called. */
export interface Root {
  readonly name: string;
  readonly a: TypeId;
  readonly b: TypeId;
}

/** Records that one walk looks at: from anywhere in a kernel one can get at some 20,000. */
const MAX_RECORDS = 100_000;

interface Step {
  readonly name: string;
  readonly a: TypeId;
  readonly b: TypeId;
  readonly from?: Step;
}

/**
 * Walks two programs side by side, which may be read from different formats, and tells records that lie otherwise, the nearest
 * first. From a record both go on by the members that both have, through pointers as well, so that two types that only share
 * their name do not meet. A name that the second program defines more than once differs if none of its definitions is alike.
 */
export interface Walker {
  /** @throws {FormatError} if types are damaged. */
  differences(roots: Iterable<Root>): Iterable<ReachedDifference>;
  /** The first definition of that name in each; `undefined` where one has none. */
  named(kind: RecordType["kind"], name: string): Root | undefined;
}

export function walker(first: CTypes, second: CTypes): Walker {
  const [a, b] = [remembering(first), remembering(second)];
  const [inA, inB] = [definitionsOf(a), definitionsOf(b)];
  const compared = new Map<string, Compared>();

  function compare(key: string, one: RecordType, other: RecordType): Compared {
    const before = compared.get(key);
    if (before) return before;
    const found = comparePlaces({ types: a, record: one }, { types: b, record: other });
    const isAlike = isSame(found) || one.name === "" || hasAlike(one);
    const now = isAlike ? { both: found.both } : { both: found.both, difference: found };
    compared.set(key, now);
    return now;
  }

  /** Whether one of several definitions in `b` is alike. */
  function hasAlike(record: RecordType): boolean {
    const all = inB(record.kind, record.name);
    return (
      all.length > 1 &&
      all.some((id) => {
        const other = b.type(id);
        return isRecord(other) && isSame(comparePlaces({ types: a, record }, { types: b, record: other }));
      })
    );
  }

  /** The definition of what is only declared in one unit of `a`. */
  const defined = (found: Behind): Behind => {
    const { type } = found;
    if (type.kind !== "forward" || type.of === "enum") return found;
    const [id] = inA(type.of, type.name);
    return id === undefined ? found : behind(a, id);
  };

  function* differences(roots: Iterable<Root>): Iterable<ReachedDifference> {
    const queue: Step[] = [...roots];
    const seen = new Set<string>();
    for (let at = 0; at < queue.length && seen.size < MAX_RECORDS; at += 1) {
      const step = queue[at];
      if (!step) continue;
      const [one, other] = [defined(behind(a, step.a)), behind(b, step.b)];
      if (one.type.kind === "function" && other.type.kind === "function") {
        queue.push(...parametersOf(one.type, other.type, step));
        continue;
      }
      if (!isRecord(one.type) || !isRecord(other.type)) continue;
      const { kind, name } = one.type;
      const key = name === "" ? `${one.id} ${other.id}` : `${kind} ${name}`;
      if (kind !== other.type.kind || name !== other.type.name || seen.has(key)) continue;
      seen.add(key);
      const { difference, both } = compare(key, one.type, other.type);
      if (difference) yield { ...difference, kind, name, path: pathTo(step) };
      for (const [member, mine, theirs] of both) {
        queue.push({ name: member, a: mine.type, b: theirs.type, from: step });
      }
    }
  }
  return {
    differences,
    named(kind, name) {
      const [[one], [other]] = [inA(kind, name), inB(kind, name)];
      return one === undefined || other === undefined ? undefined : { name, a: one, b: other };
    },
  };
}

/** Two records side by side, the difference where they are not alike. */
interface Compared {
  readonly both: PlacesComparison["both"];
  readonly difference?: PlacesComparison;
}

/** Debug information is parsed anew whenever a type is asked for, and a walk comes to some of them a thousand times. */
function remembering(types: CTypes): CTypes {
  const before = remembered.get(types);
  if (before) return before;
  const known = new Map<TypeId, CType>();
  const now: CTypes = {
    ...types,
    type(id) {
      const found = known.get(id) ?? types.type(id);
      known.set(id, found);
      return found;
    },
  };
  remembered.set(types, now);
  return now;
}

const remembered = new WeakMap<CTypes, CTypes>();

function parametersOf(
  one: { readonly parameters: readonly { name: string; type: TypeId }[]; readonly returns: TypeId },
  other: typeof one,
  from: Step,
): Step[] {
  const both = one.parameters.flatMap(({ name, type }, i) => {
    const { type: theirs } = other.parameters[i] ?? {};
    return theirs === undefined ? [] : [{ name, a: type, b: theirs, from }];
  });
  return [{ name: "", a: one.returns, b: other.returns, from }, ...both];
}

function pathTo(step: Step): readonly string[] {
  const path: string[] = [];
  for (let at: Step | undefined = step; at; at = at.from) if (at.name !== "") path.unshift(at.name);
  return path;
}

/** Records by kind and name, listed once when the first is asked for: one kernel is walked beside many modules. */
function definitionsOf(types: CTypes): (kind: RecordType["kind"], name: string) => readonly TypeId[] {
  return (kind, name) => {
    const found = lists.get(types) ?? listed(types);
    lists.set(types, found);
    return found.get(`${kind} ${name}`) ?? [];
  };
}

const lists = new WeakMap<CTypes, ReadonlyMap<string, readonly TypeId[]>>();

function listed(types: CTypes): Map<string, TypeId[]> {
  const found = new Map<string, TypeId[]>();
  for (const kind of ["struct", "union"] as const) {
    for (const [name, id] of types.definitions(kind)) {
      const key = `${kind} ${name}`;
      const ids = found.get(key);
      if (ids) ids.push(id);
      else found.set(key, [id]);
    }
  }
  return found;
}
