import {
  explainNoise,
  explainSymptom,
  type Language,
  type LogCause,
  type LogExplanation,
  nextSteps,
  symptomTitle,
  visibleJson,
} from "@kofit/core";
import { outcomeOf } from "./outcome.ts";

/** What `kofit explain --json` prints, docs/explain.schema.json; it only grows. */
const SCHEMA = "kofit-explain/1";

/** All that the log says, for programs; texts in the language asked for. */
export function explainJson(log: LogExplanation, language: Language): string {
  const { release, dkms } = log.surroundings;
  const document = {
    schema: SCHEMA,
    outcome: outcomeOf(log),
    lines: log.lines,
    surroundings: { release: release ?? null, dkms: dkms ?? null },
    causes: log.causes.map((cause) => causeJson(cause, language)),
    noise: log.noise.map((one) => ({ ...one, text: explainNoise(one, language) })),
    left: log.left,
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

function causeJson(cause: LogCause, language: Language): object {
  const { symptom, strength, module, seen, lines, count, checks } = cause;
  return {
    symptom,
    title: symptomTitle(symptom, language),
    strength,
    module: module ?? null,
    release: seen.release ?? null,
    symbols: seen.symbols,
    signatures: seen.signatures,
    lines,
    count,
    checks,
    explanation: explainSymptom(cause, language),
    next: nextSteps(cause),
  };
}
