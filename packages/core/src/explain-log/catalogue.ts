import type { Signature, Strength, Symptom } from "../symptoms/define-symptom.ts";
import { symptoms } from "../symptoms/index.ts";
import type { SymptomId } from "./log-explanation.ts";

/** A signature with the symptom that it is of. */
export interface Entry {
  readonly symptom: SymptomId;
  readonly during: Symptom["during"];
  readonly strength: Strength;
  readonly insteadOf: readonly string[];
  readonly signature: Signature;
}

const isSymptom = (id: string): id is SymptomId => Object.hasOwn(symptoms, id);

/** The symptom of an id. */
export const symptomOf = (id: SymptomId): Symptom => symptoms[id];

/** Every signature of every symptom. */
export const entries: readonly Entry[] = Object.entries(symptoms).flatMap(
  ([id, symptom]: [string, Symptom]) =>
    isSymptom(id)
      ? symptom.signatures.map((signature) => ({
          symptom: id,
          during: symptom.during,
          strength: signature.strength ?? symptom.strength,
          insteadOf: symptom.insteadOf ?? [],
          signature,
        }))
      : [],
);

/** The needles of a signature. */
export const needlesIn = ({ needle }: Signature): readonly string[] =>
  typeof needle === "string" ? [needle] : needle;

/** Needles of all signatures, each once. */
export const needles: readonly string[] = [
  ...new Set(entries.flatMap(({ signature }) => needlesIn(signature))),
];

/** The signatures whose lines hold the needle of that index. */
export const entriesOfNeedle: readonly (readonly Entry[])[] = needles.map((needle) =>
  entries.filter(({ signature }) => needlesIn(signature).includes(needle)),
);
