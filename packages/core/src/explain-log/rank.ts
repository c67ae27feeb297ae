import { strengths } from "../symptoms/define-symptom.ts";
import { moduleName } from "../symptoms/shared/words.ts";
import { symptomOf } from "./catalogue.ts";
import { absorb, type Group, isStronger } from "./sightings.ts";

/** Puts together what is one failure, and the best explanation first. */
export function rank(found: readonly Group[]): readonly Group[] {
  const groups = withoutAftermath(withErrnos(ofOneSymptom(found)));
  const ordered = groups.toSorted(
    (one, two) =>
      strengths.indexOf(one.strength) - strengths.indexOf(two.strength) ||
      Number(two.tried) - Number(one.tried) ||
      firstLine(one) - firstLine(two),
  );
  return causesFirst(ordered);
}

const firstLine = ({ lines }: Group): number => lines[0]?.number ?? 0;
const nameOf = ({ module }: Group): string | undefined =>
  module === undefined ? undefined : moduleName(module);

/** Lines of a symptom that name no module belong to those that name one, where there is one only. */
function ofOneSymptom(groups: readonly Group[]): readonly Group[] {
  const nameless = groups.filter((group) => group.module === undefined);
  const gone = new Set<Group>();
  for (const group of nameless) {
    const others = groups.filter((other) => other.symptom === group.symptom && other !== group);
    const [other] = others;
    if (other && others.length === 1) {
      absorb(other, group);
      gone.add(group);
    }
  }
  return groups.filter((group) => !gone.has(group));
}

/** What insmod or modprobe said of a module belongs to what the kernel said of it. */
function withErrnos(groups: readonly Group[]): readonly Group[] {
  const defects = groups.filter(({ strength, during }) => strength === "defect" && during !== "upkeep");
  return groups.filter((group) => {
    if (group.strength !== "errno") return true;
    const name = nameOf(group);
    const reason =
      defects.find((defect) => name !== undefined && nameOf(defect) === name) ??
      defects.find(
        (defect) => defect.during === "load" && (name === undefined || nameOf(defect) === undefined),
      );
    if (reason) absorb(reason, group);
    return !reason;
  });
}

/** What only follows belongs to the first reason: a build's, if there is one. */
function withoutAftermath(groups: readonly Group[]): readonly Group[] {
  const reasons = groups
    .filter(({ strength }) => isStronger(strength, "sign"))
    .toSorted((one, two) => firstLine(one) - firstLine(two));
  const results = groups.filter(({ strength }) => strength === "sign" || strength === "result");
  const reason = reasons.find(({ during }) => during === "build") ?? reasons[0] ?? results.at(-1);
  if (!reason) return groups;
  return groups.filter((group) => {
    if (group.strength !== "aftermath") return true;
    if (reason.during !== "load") absorb(reason, group);
    return false;
  });
}

/** Moves what explains another before it, where it is not weaker. */
function causesFirst(groups: readonly Group[]): readonly Group[] {
  const ordered = [...groups];
  for (const cause of groups) {
    const explains = symptomOf(cause.symptom).explains ?? [];
    const at = ordered.findIndex(
      (group) => explains.includes(group.symptom) && !isStronger(group.strength, cause.strength),
    );
    const from = ordered.indexOf(cause);
    if (at < 0 || at > from) continue;
    ordered.splice(from, 1);
    ordered.splice(at, 0, cause);
  }
  return ordered;
}
