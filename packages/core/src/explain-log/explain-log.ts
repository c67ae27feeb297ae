import type { Explanation } from "../analyse/define-check.ts";
import { lineScanner, type FoundLine } from "../log/line-scanner.ts";
import { lineText } from "../log/line-text.ts";
import { type Needles, needlesOf } from "../log/needles.ts";
import type { Language } from "../model/fact.ts";
import { strengths } from "../symptoms/define-symptom.ts";
import { type Entry, entriesOfNeedle, needles, symptomOf } from "./catalogue.ts";
import {
  type LogCause,
  type LogExplanation,
  type LogNoise,
  type LogSurroundings,
  LONGEST_QUOTE,
  type QuotedLine,
  type SymptomId,
} from "./log-explanation.ts";
import { rank } from "./rank.ts";
import { type Group, type Sightings, sightings } from "./sightings.ts";
import { type Gathering, gatherSurroundings, surroundingNeedles } from "./surroundings.ts";

/** Reads a log piece by piece, in bounded memory. */
export interface LogReader {
  /** The next bytes; they may end anywhere. They are not kept. */
  push(bytes: Uint8Array): void;
  /** What the log says, once all of it was pushed. */
  end(): LogExplanation;
}

let known: Needles | undefined;
/** The tables of all needles, made when the first log is read. */
const allNeedles = (): Needles => (known ??= needlesOf([...needles, ...surroundingNeedles]));

/** Reads a log of any length: a boot's, a build's, an issue with both and text around them. */
export function logReader(): LogReader {
  const seen = sightings();
  const surroundings = gatherSurroundings();
  const scanner = lineScanner(allNeedles(), (line) => look(line, seen, surroundings));
  return {
    push: (bytes) => scanner.push(bytes),
    end() {
      const lines = scanner.end();
      const told = surroundings.told();
      return {
        lines,
        surroundings: told,
        causes: rank(seen.groups()).flatMap((group) => causeOf(group, told)),
        noise: seen.noise(),
        left: seen.left(),
      };
    },
  };
}

/** What a log says that is in memory: its text, or its bytes in whatever encoding it has. */
export function explainLog(log: string | Uint8Array): LogExplanation {
  const reader = logReader();
  reader.push(typeof log === "string" ? new TextEncoder().encode(log) : log);
  return reader.end();
}

/** The texts of a cause. */
export function explainSymptom({ symptom, seen }: LogCause, language: Language): Explanation {
  return symptomOf(symptom).explain[language](seen);
}

/** What a symptom is called. */
export const symptomTitle = (id: SymptomId, language: Language): string => symptomOf(id).title[language];

/** Why lines of noise may be passed over. */
export function explainNoise({ symptom, signature }: LogNoise, language: Language): string {
  const { signatures, explain } = symptomOf(symptom);
  const seen = { first: {}, symbols: [], signatures: [signature] };
  return signatures.find(({ id }) => id === signature)?.says?.[language] ?? explain[language](seen).what;
}

interface Match {
  readonly entry: Entry;
  readonly captured: Readonly<Record<string, string | undefined>>;
}

function look(line: FoundLine, seen: Sightings, surroundings: Gathering): void {
  const { shown, message } = lineText(line.bytes);
  for (const needle of line.needles) {
    if (needle >= needles.length) surroundings.see(needle - needles.length, message);
  }
  const matches: Match[] = [];
  for (const needle of line.needles) {
    for (const entry of entriesOfNeedle[needle] ?? []) {
      const groups = entry.signature.pattern.exec(message)?.groups;
      if (groups || entry.signature.pattern.test(message)) matches.push({ entry, captured: groups ?? {} });
    }
  }
  const best = matches.length === 0 ? undefined : bestOf(matches, surroundings.dkmsRelease());
  if (best) seen.see(best.entry, best.captured, quoted(line.number, shown));
}

/** A line is of one symptom: of the strongest, and among these of the most special. */
function bestOf(matches: readonly Match[], dkmsRelease: string | undefined): Match | undefined {
  const counting = matches.filter(({ entry, captured }) => {
    if (entry.signature.otherThanDkms !== true) return true;
    // Ubuntu keeps what all flavours share in a directory without the flavour.
    return dkmsRelease !== undefined && !dkmsRelease.startsWith(captured["found"] ?? "");
  });
  const passedOver = new Set(counting.flatMap(({ entry }) => entry.insteadOf));
  return counting
    .filter(({ entry }) => !passedOver.has(entry.symptom))
    .toSorted((one, two) => strengths.indexOf(one.entry.strength) - strengths.indexOf(two.entry.strength))[0];
}

const quoted = (number: number, text: string): QuotedLine => ({
  number,
  text: text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text,
});

function causeOf(group: Group, told: LogSurroundings): readonly LogCause[] {
  const { symptom, strength, module, first, symbols, signatures, checks, lines, count } = group;
  if (strength === "noise") return [];
  const release = first.release ?? told.release;
  return [
    {
      symptom,
      strength,
      ...(module !== undefined && { module }),
      seen: { first, symbols, signatures: [...signatures], ...(release !== undefined && { release }) },
      lines,
      count,
      checks: [...checks],
    },
  ];
}
