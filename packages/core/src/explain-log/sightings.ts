import { type Capture, MOST_SYMBOLS, type Strength, strengths } from "../symptoms/define-symptom.ts";
import { moduleName } from "../symptoms/shared/words.ts";
import type { CheckId } from "../analyse/verdict.ts";
import type { Entry } from "./catalogue.ts";
import { type LogNoise, MOST_LINES, type QuotedLine, type SymptomId } from "./log-explanation.ts";

/** Lines of one symptom about one module. */
export interface Group {
  readonly symptom: SymptomId;
  readonly during: Entry["during"];
  strength: Strength;
  /** As the log names it; a file where one line has it. */
  module: string | undefined;
  readonly first: Partial<Record<Capture, string>>;
  readonly symbols: string[];
  readonly signatures: Set<string>;
  readonly checks: Set<CheckId>;
  readonly lines: QuotedLine[];
  count: number;
  /** Whether a program's errno belongs to it: somebody tried, and saw it fail. */
  tried: boolean;
}

/** Keeps what was seen, bounded whatever the log holds. */
export interface Sightings {
  see(entry: Entry, captured: Readonly<Record<string, string | undefined>>, line: QuotedLine): void;
  groups(): readonly Group[];
  noise(): readonly LogNoise[];
  /** How many lines belong to groups that were not kept. */
  left(): number;
}

/** A log of a machine that tried to load each of its thousands of modules; nobody reads more causes. */
const MOST_GROUPS = 200;

const captures: readonly Capture[] = [
  "module",
  "symbol",
  "release",
  "found",
  "wanted",
  "owner",
  "namespace",
  "file",
  "tool",
  "option",
  "number",
];

export const isStronger = (one: Strength, other: Strength): boolean =>
  strengths.indexOf(one) < strengths.indexOf(other);

export function sightings(): Sightings {
  const groups = new Map<string, Group>();
  const noise = new Map<string, { -readonly [K in keyof LogNoise]: LogNoise[K] }>();
  let left = 0;
  return {
    see(entry, captured, line) {
      if (entry.strength === "noise") {
        seeNoise(noise, entry, line);
        return;
      }
      const key = `${entry.symptom}\0${captured["module"] === undefined ? "" : moduleName(captured["module"])}`;
      let group = groups.get(key);
      if (!group && groups.size < MOST_GROUPS) groups.set(key, (group = newGroup(entry)));
      if (group) addLine(group, entry, captured, line);
      else left += 1;
    },
    groups: () => [...groups.values()],
    noise: () => [...noise.values()],
    left: () => left,
  };
}

function seeNoise(
  noise: Map<string, { -readonly [K in keyof LogNoise]: LogNoise[K] }>,
  { symptom, signature }: Entry,
  line: QuotedLine,
): void {
  const key = `${symptom}\0${signature.id}`;
  const known = noise.get(key);
  if (known) known.count += 1;
  else noise.set(key, { symptom, signature: signature.id, line, count: 1 });
}

const newGroup = ({ symptom, during, strength }: Entry): Group => ({
  symptom,
  during,
  strength,
  module: undefined,
  first: {},
  symbols: [],
  signatures: new Set(),
  checks: new Set(),
  lines: [],
  count: 0,
  tried: false,
});

function addLine(
  group: Group,
  { strength, signature }: Entry,
  captured: Readonly<Record<string, string | undefined>>,
  line: QuotedLine,
): void {
  group.count += 1;
  if (isStronger(strength, group.strength)) group.strength = strength;
  for (const name of captures) {
    const value = captured[name];
    if (value !== undefined) group.first[name] ??= value;
  }
  group.module = named(group.module, captured["module"]);
  const { symbol } = captured;
  if (symbol && group.symbols.length < MOST_SYMBOLS && !group.symbols.includes(symbol))
    group.symbols.push(symbol);
  group.signatures.add(signature.id);
  for (const check of signature.checks ?? []) group.checks.add(check);
  if (group.lines.length < MOST_LINES) group.lines.push(line);
}

/** A file says more than a name. */
const named = (known: string | undefined, other: string | undefined): string | undefined =>
  known === undefined || (other?.includes(".ko") === true && !known.includes(".ko"))
    ? (other ?? known)
    : known;

/** Adds to a group what another has: both are about one failure. */
export function absorb(group: Group, other: Group): void {
  group.count += other.count;
  group.tried ||= other.tried || other.strength === "errno";
  group.module = named(group.module, other.module);
  if (other.symptom === group.symptom) {
    Object.assign(group.first, { ...other.first, ...group.first });
    for (const symbol of other.symbols) {
      if (group.symbols.length < MOST_SYMBOLS && !group.symbols.includes(symbol)) group.symbols.push(symbol);
    }
    for (const id of other.signatures) group.signatures.add(id);
    for (const id of other.checks) group.checks.add(id);
    if (isStronger(other.strength, group.strength)) group.strength = other.strength;
  } else if (group.first.module === undefined && other.first.module !== undefined) {
    group.first.module = other.first.module;
  }
  const seen = new Set(group.lines.map(({ number }) => number));
  const room = Math.max(2, MOST_LINES - group.lines.length);
  group.lines.push(...other.lines.filter(({ number }) => !seen.has(number)).slice(0, room));
  group.lines.sort((one, two) => one.number - two.number);
  group.lines.splice(MOST_LINES);
}
