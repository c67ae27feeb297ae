import { compareVersions, type Relation, satisfies } from "./debian-version.ts";
import type { Package } from "./packages.ts";

/** A package and the archive that offers it. */
export interface Offer extends Package {
  readonly suite: string;
  /** URL of the archive. */
  readonly uri: string;
  /** The suite is one of those from which apt takes nothing unasked (`NotAutomatic: yes`): backports, experimental. */
  readonly notAutomatic: boolean;
}

/** The packages of one or several suites, of one architecture. */
export interface Pool {
  readonly names: readonly string[];
  /** Every version of `name`, the one that apt would install first: newest, backports after the others. */
  offers(name: string): readonly Offer[];
}

export function createPool(offers: Iterable<Offer>): Pool {
  const byName = new Map<string, Offer[]>();
  for (const offer of offers) {
    const same = byName.get(offer.name);
    if (same) same.push(offer);
    else byName.set(offer.name, [offer]);
  }
  for (const same of byName.values()) {
    same.sort(
      (a, b) => Number(a.notAutomatic) - Number(b.notAutomatic) || compareVersions(b.version, a.version),
    );
  }
  return { names: [...byName.keys()], offers: (name) => byName.get(name) ?? [] };
}

/** One alternative of a dependency: `linux-image-6.12 (= 6.12-1)`. */
export interface Wanted {
  readonly name: string;
  readonly relation?: Relation;
  readonly version?: string;
}

/**
 * The dependencies of a `Depends` field, each with its alternatives in order. What is not written as Debian Policy 7.1
 * says is left out.
 */
export function parseDepends(text: string): Wanted[][] {
  return text
    .split(",")
    .map((group) => group.split("|").flatMap((one) => parseWanted(one.trim())))
    .filter((group) => group.length > 0);
}

const RELATIONS: readonly string[] = ["<<", "<=", "=", ">=", ">>", "<", ">"] satisfies Relation[];
const isRelation = (text: string): text is Relation => RELATIONS.includes(text);

function parseWanted(text: string): Wanted[] {
  const found =
    /^(?<name>[a-z0-9][a-z0-9+.-]+)(?::[a-z0-9-]+)?\s*(?:\(\s*(?<relation>[<=>]+)\s*(?<version>[^\s)]+)\s*\))?$/.exec(
      text,
    )?.groups;
  const { name, relation, version } = found ?? {};
  if (name === undefined) return [];
  if (relation === undefined || version === undefined) return [{ name }];
  return isRelation(relation) ? [{ name, relation, version }] : [];
}

/** The first of `pool`'s offers that is what `wanted` asks for. */
export function findOffer(pool: Pool, wanted: Wanted): Offer | undefined {
  const { relation, version } = wanted;
  return pool
    .offers(wanted.name)
    .find(
      (offer) =>
        relation === undefined || version === undefined || satisfies(offer.version, relation, version),
    );
}
