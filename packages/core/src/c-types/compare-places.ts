import type { CTypes, RecordType } from "../model/c-type.ts";
import { type MemberPlace, placesOf } from "./places.ts";
import { isRecord } from "./record-behind.ts";
import { resolved } from "./resolved.ts";

/** How one record lies in two programs, whatever its members' types are called. Names as {@link placesOf} has them. */
export interface PlacesComparison {
  /** `sizeof` in each, in bytes. */
  readonly sizes: readonly [a: number, b: number];
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
  /** Members of both at another place, or of another size. */
  readonly moved: readonly string[];
  /** Whether it differs by more than the size of records that it contains, and what moved by that. */
  readonly isOwn: boolean;
  /** Members of both. */
  readonly both: readonly (readonly [name: string, a: MemberPlace, b: MemberPlace])[];
}

/** A record of a program. */
export interface RecordIn {
  readonly types: CTypes;
  readonly record: RecordType;
}

/** Compares sizes and places of members, which all readers tell alike; of one that is known by its size alone, only that. */
export function comparePlaces(a: RecordIn, b: RecordIn): PlacesComparison {
  const sizes = [a.record.size, b.record.size] as const;
  if (a.record.sizeOnly || b.record.sizeOnly) {
    return { sizes, onlyInA: [], onlyInB: [], moved: [], both: [], isOwn: sizes[0] !== sizes[1] };
  }
  const [mine, theirs] = [placesOf(a.types, a.record), placesOf(b.types, b.record)];
  const both = Array.from(mine).flatMap(([name, place]) => {
    const other = theirs.get(name);
    return other ? [[name, place, other] as const] : [];
  });
  const [onlyInA, onlyInB] = [missing(mine, theirs), missing(theirs, mine)];
  const resized = both.filter(([, one, other]) => one.bits !== other.bits);
  const moved = both.filter(([, one, other]) => one.bitOffset !== other.bitOffset || one.bits !== other.bits);
  return {
    sizes,
    onlyInA,
    onlyInB,
    moved: moved.map(([name]) => name),
    both,
    // What nothing inside it accounts for is its own: alignment, or another order.
    isOwn:
      onlyInA.length + onlyInB.length > 0 ||
      resized.length === 0 ||
      resized.some(([, { type }]) => !isNamedRecord(a.types, type)),
  };
}

/** Members that the other has not; of one that is missing with all that it holds, its own name is enough. */
function missing(
  all: ReadonlyMap<string, MemberPlace>,
  other: ReadonlyMap<string, MemberPlace>,
): readonly string[] {
  return [...all.keys()].filter((name) => {
    const dot = name.lastIndexOf(".");
    return !other.has(name) && (dot < 0 || other.has(name.slice(0, dot)));
  });
}

export const isSame = ({ sizes, onlyInA, onlyInB, moved }: PlacesComparison): boolean =>
  sizes[0] === sizes[1] && onlyInA.length + onlyInB.length + moved.length === 0;

function isNamedRecord(types: CTypes, id: MemberPlace["type"]): boolean {
  let type = resolved(types, id);
  for (let depth = 0; type.kind === "array" && depth < 32; depth += 1) type = resolved(types, type.element);
  return isRecord(type) && type.name !== "";
}
