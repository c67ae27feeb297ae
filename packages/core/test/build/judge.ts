import { expect } from "vitest";
import { analyse, explain } from "../../src/analyse/analyse.ts";
import { type Running, targetOf, type Told } from "../../src/facts/state/index.ts";
import { known } from "../../src/model/fact.ts";
import type { ModuleParameter } from "../../src/model/module.ts";
import type { Packing } from "../../src/model/state.ts";
import type { CheckId, Finding, Verdict } from "../../src/analyse/verdict.ts";
import { kernelFacts, moduleFacts } from "./facts.ts";

/** The verdict on the usual module and the usual kernel with these changes. The texts of all findings must be sound. */
export function judge(
  kernel: Parameters<typeof kernelFacts>[0],
  module: Parameters<typeof moduleFacts>[0],
): Verdict {
  const verdict = analyse(kernelFacts(kernel), moduleFacts(module));
  for (const finding of verdict.findings) expectSoundTexts(finding);
  return verdict;
}

/** How a module is handed to a kernel, and the state of that kernel. */
export interface Handing extends Told {
  readonly running?: Running;
  readonly packing?: Packing | null;
  /** What the module has of them; `parameters` are what they are set to. */
  readonly takes?: readonly ModuleParameter[];
  /** Whether it is known which taints are set, so that the lines of the first ones are certain. */
  readonly tellsTaints?: boolean;
}

/** As {@link judge}, in a state and a way of loading. */
export function judgeHanded(
  handing: Handing,
  kernel: Parameters<typeof kernelFacts>[0] = {},
  module: Parameters<typeof moduleFacts>[0] = {},
): Verdict {
  const { running, packing, takes, tellsTaints, ...told } = handing;
  const target = targetOf(kernelFacts(kernel), told, running);
  const origin = { input: "test" };
  const state = tellsTaints ? target.state : { ...target.state, taints: known(undefined, origin) };
  const handed = {
    ...moduleFacts(module),
    ...(packing !== undefined && { packing: known(packing ?? undefined, origin) }),
    ...(takes && { parameters: known(takes, origin) }),
  };
  const verdict = analyse(target.kernel, handed, [], undefined, state);
  for (const finding of verdict.findings) expectSoundTexts(finding);
  return verdict;
}

/** The evidence of every finding of one check. */
export const evidence = (verdict: Verdict, check: CheckId): readonly Finding["evidence"][] =>
  verdict.findings.filter((finding) => finding.check === check).map((finding) => finding.evidence);

/** The ids of all findings, in their order. */
export const ids = (verdict: Verdict): readonly CheckId[] => verdict.findings.map(({ check }) => check);

/** One sentence each, in both languages, with nothing left open. */
export function expectSoundTexts(finding: Finding): void {
  for (const text of Object.values(explain(finding, "en"))) {
    expectSound(text);
    expect(text).toMatch(/^[^\s].*[.]$/);
    // A second sentence would begin with a capital letter behind a full stop.
    expect(text).not.toMatch(/[a-z`)][.!] +[A-Z]/);
  }
  for (const text of Object.values(explain(finding, "zh"))) {
    expectSound(text);
    expect(text).toMatch(/^[^\s].*[。]$/);
    expect(text).toMatch(/\p{Script=Han}/u);
    expect(text.indexOf("。")).toBe(text.length - 1);
  }
}

function expectSound(text: string): void {
  expect(text).not.toMatch(/undefined|NaN|\[object|  |\n/);
  expect(text.split("`").length % 2, `backticks in pairs: ${text}`).toBe(1);
}
