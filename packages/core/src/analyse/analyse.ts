import { checks } from "../checks/index.ts";
import type { Companion } from "../facts/pair/companions.ts";
import { pairFacts } from "../facts/pair/index.ts";
import { type Sequence, sequences, unchecked } from "../loader/sequence.ts";
import type { Fact, Language } from "../model/fact.ts";
import type { Generation } from "../model/generation.ts";
import type { KernelFacts } from "../model/kernel.ts";
import type { ModuleFacts } from "../model/module.ts";
import { asking, Missing } from "./asking.ts";
import type { Check, Context, Explanation, KernelSays, Needs } from "./define-check.ts";
import { inSymbolOrder, symbolsSay } from "./symbols-say.ts";
import type { CheckId, Finding, Inconclusive, Predicted, Verdict } from "./verdict.ts";

// The catalogue is typed check by check; the engine needs it uniform. The casts of this file are the only ones in the core.
type AnyCheck = Omit<Check<object, Needs>, "run"> & {
  run(given: Record<keyof Needs, object>): Iterable<object>;
};
type Facts = Readonly<Record<string, Fact<unknown>>>;
const catalogue = checks as unknown as Readonly<Record<CheckId, AnyCheck>>;
const asFinding = (finding: object): Finding => finding as Finding;
const asFacts = (facts: object): Facts => facts as Facts;

const keysOf = (side: keyof Needs): Set<string> =>
  new Set(Object.values(catalogue).flatMap(({ needs }) => needs[side] ?? []));
const askKernel = asking("kernel", keysOf("kernel"));
const askModule = asking("module", keysOf("module"));
const askPair = asking("pair", keysOf("pair"));

/** A check's finding, and the kernel's answer to it. */
export interface Found {
  readonly id: CheckId;
  readonly evidence: object;
  readonly says: KernelSays;
}

const SILENT: KernelSays = { errno: null, log: [] };
const refuses = ({ id }: Found): boolean => catalogue[id].effect === "refused";

/**
 * Runs the catalogue as this kernel's loader would: its checks, in its order. All defects are listed; the first
 * refusal in that order is decisive. A check that asks for a fact that is not known is reported as inconclusive.
 * `companions` are modules that are judged together with this one and would be loaded before it.
 * `only` names the checks that are wanted; all are when it is absent.
 */
export function analyse(
  kernel: KernelFacts,
  module: ModuleFacts,
  companions: readonly Companion[] = [],
  only?: ReadonlySet<CheckId>,
): Verdict {
  const run: Run = {
    only,
    given: {
      kernel: askKernel(asFacts(kernel)),
      module: askModule(asFacts(module)),
      pair: askPair(asFacts(pairFacts(kernel, module, companions))),
    },
    context: contextOf(kernel, module),
    sides: { kernel: asFacts(kernel), module: asFacts(module) },
  };
  const findings: Finding[] = [];
  const inconclusive: Inconclusive[] = [];
  const log: string[] = [];
  let predicted: Predicted | undefined;

  for (const step of stepsOf(run.context.generation)) {
    const { found, missing } = runStep(step, run);
    for (const one of missing) if (!predicted || !isDamage(one)) inconclusive.push(one);
    if (found.length === 0) continue;
    const decisive = predicted ? undefined : found.find(refuses);
    if (!predicted) {
      const says = typeof step === "string" ? stepSays(found) : symbolsSay(found, refuses);
      log.push(...says.log);
      if (decisive) predicted = { errno: says.errno, log };
    }
    for (const one of found) {
      const { effect } = catalogue[one.id];
      findings.push(asFinding({ check: one.id, effect, decisive: one === decisive, evidence: one.evidence }));
    }
  }
  return {
    outcome: outcomeOf(findings, inconclusive, kernel),
    predicted: predicted ?? { errno: null, log },
    findings,
    inconclusive,
  };
}

/** The texts of a finding. */
export function explain(finding: Finding, language: Language): Explanation {
  return catalogue[finding.check].explain[language](finding.evidence);
}

/** Every check that a generation of kernels makes, in its order, those that it does not make at the end. */
export function checksOf(generation: Generation): readonly CheckId[] {
  return stepsOf(generation).flat();
}

const stepsOf = (generation: Generation): Sequence => steps[generation];
const steps: Readonly<Record<Generation, Sequence>> = {
  "5.10": [...sequences["5.10"], ...unchecked["5.10"]],
  "5.13": [...sequences["5.13"], ...unchecked["5.13"]],
  "6.4": [...sequences["6.4"], ...unchecked["6.4"]],
  "6.13": [...sequences["6.13"], ...unchecked["6.13"]],
  "7.1": [...sequences["7.1"], ...unchecked["7.1"]],
};

type Given = Record<keyof Needs, object>;

/** What a check runs on. */
interface Run {
  readonly only: ReadonlySet<CheckId> | undefined;
  readonly given: Given;
  readonly context: Context;
  readonly sides: { readonly kernel: Facts; readonly module: Facts };
}

/** A step's findings in the order in which the kernel meets them, and its checks that could not run. */
interface Step {
  readonly found: readonly Found[];
  readonly missing: readonly Inconclusive[];
}

function runStep(step: Sequence[number], run: Run): Step {
  const found: Found[] = [];
  const missing: Inconclusive[] = [];
  for (const id of typeof step === "string" ? [step] : step) {
    if (run.only && !run.only.has(id)) continue;
    const lacks = runCheck(id, run, found);
    if (lacks) missing.push(lacks);
  }
  return { found: found.length > 1 && typeof step !== "string" ? inSymbolOrder(found) : found, missing };
}

function runCheck(id: CheckId, { given, context, sides }: Run, found: Found[]): Inconclusive | undefined {
  const check = catalogue[id];
  try {
    for (const evidence of check.run(given)) {
      found.push({ id, evidence, says: check.kernelSays?.(evidence, context) ?? SILENT });
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return { check: id, missing: [{ ...error.unknown, fact: nameOfFact(error, sides) }] };
  }
}

/** What of both sides was missing: a fact of the pair is unknown because one of these is. */
function nameOfFact({ fact, unknown }: Missing, sides: Run["sides"]): string {
  for (const side of ["module", "kernel"] as const) {
    const key = Object.keys(sides[side]).find((key) => sides[side][key] === unknown);
    if (key !== undefined) return `${side}.${key}`;
  }
  return fact;
}

/** The kernel stops at the first refusal; notes only leave their lines. */
function stepSays(found: readonly Found[]): KernelSays {
  const stop = found.findIndex(refuses);
  const met = stop < 0 ? found : found.slice(0, stop + 1);
  return { errno: met.at(-1)?.says.errno ?? null, log: met.flatMap(({ says }) => says.log) };
}

/** What a damaged module does not tell. Behind the refusal that the damage earns it, this is no news. */
const isDamage = ({ missing }: Inconclusive): boolean =>
  missing.every(({ fact }) => fact.startsWith("module."));

// setup_load_info() in kernel/module/main.c
function contextOf(kernel: KernelFacts, { name, thisModule }: ModuleFacts): Context {
  const inModinfo = name.known ? name.value : undefined;
  const inThisModule = thisModule.known ? thisModule.value?.name : undefined;
  const missing = "(missing .modinfo section or name field)";
  return {
    generation: kernel.generation.known ? kernel.generation.value : "6.13",
    module: inModinfo ?? inThisModule ?? missing,
    moduleInElfChecks: inModinfo ?? missing,
    ...(kernel.release.known && { release: kernel.release.value }),
  };
}

function outcomeOf(
  findings: readonly Finding[],
  inconclusive: readonly Inconclusive[],
  kernel: KernelFacts,
): Verdict["outcome"] {
  if (findings.some(({ effect }) => effect === "refused")) return "refused";
  if (findings.some(({ effect }) => effect === "unsafe")) return "unsafe";
  const undecided = inconclusive.some(({ check }) => catalogue[check].effect !== "note");
  return undecided || !kernel.generation.known ? "unknown" : "loads";
}
