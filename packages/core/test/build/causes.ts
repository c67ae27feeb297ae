import { expect } from "vitest";
import { analyse } from "../../src/analyse/analyse.ts";
import { linksOf } from "../../src/analyse/causes-of.ts";
import type { Cause, CauseId, CheckId } from "../../src/analyse/verdict.ts";
import type { ConfigDifference } from "../../src/model/config-difference.ts";
import { known } from "../../src/model/fact.ts";
import { kernelFacts, moduleFacts } from "./facts.ts";

/**
 * The explanations that the engine gives of the findings of `check`, for the usual pair with these changes. All of them
 * must read soundly in both languages.
 */
export function causesOf(
  check: CheckId,
  kernel: Parameters<typeof kernelFacts>[0],
  module: Parameters<typeof moduleFacts>[0],
  headers?: readonly ConfigDifference[],
): readonly Cause[] {
  const facts = kernelFacts(kernel);
  const verdict = analyse(
    headers ? { ...facts, headersDifferences: known(headers, { input: "headers/.config" }) } : facts,
    moduleFacts(module),
  );
  const findings = verdict.findings.filter((finding) => finding.check === check);
  expect(findings, `a finding of ${check}`).not.toEqual([]);
  const causes = findings.flatMap(({ causes = [] }) => causes);
  for (const cause of causes) expectSoundLinks(cause);
  return causes;
}

/** The explanations of one kind. */
export const only = (id: CauseId, causes: readonly Cause[]): readonly Cause[] =>
  causes.filter((cause) => cause.id === id);

function expectSoundLinks(cause: Cause): void {
  for (const [language, full] of [["en", /[.:]|make|apt/] as const, ["zh", /\p{Script=Han}/u] as const]) {
    const links = linksOf(cause, language);
    expect(links).not.toEqual([]);
    for (const link of links) {
      expect(link).toMatch(full);
      expect(link).not.toMatch(/undefined|NaN|\[object|  /);
      expect(link.split("`").length % 2, `backticks in pairs: ${link}`).toBe(1);
    }
  }
}
