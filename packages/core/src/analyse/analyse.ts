import type { CauseGiven } from "../causes/define-cause.ts";
import { checks } from "../checks/index.ts";
import type { Companion } from "../facts/pair/companions.ts";
import { asRead } from "../facts/module/as-read.ts";
import { pairFacts } from "../facts/pair/index.ts";
import { asLoaded } from "../facts/state/as-loaded.ts";
import { targetOf } from "../facts/state/index.ts";
import { checksOfStep, type Step as SequenceStep } from "../loader/define-sequence.ts";
import { sequences, unchecked, withoutNames } from "../loader/sequence.ts";
import { bytesOfText } from "../model/byte-text.ts";
import type { Fact, Language } from "../model/fact.ts";
import type { Generation } from "../model/generation.ts";
import { featuresFitting } from "../model/loader-feature.ts";
import type { KernelFacts } from "../model/kernel.ts";
import type { HandedModule, ModuleFacts } from "../model/module.ts";
import type { StateFacts } from "../model/state.ts";
import { causesOf } from "./causes-of.ts";
import { asking, Missing } from "./asking.ts";
import type { Check, Context, Explanation, KernelSays, Needs } from "./define-check.ts";
import { asInKmsg } from "./kmsg.ts";
import { inSectionOrder, inSymbolOrder, symbolsSay } from "./symbols-say.ts";
import type { CheckId, Finding, Inconclusive, Predicted, Verdict } from "./verdict.ts";

// The catalogue is typed check by check; the engine needs it uniform. The casts of this file and of causes-of.ts are the only ones in the core.
type AnyCheck = Omit<Check<object, Needs>, "id" | "run"> & {
  readonly id: CheckId;
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
const askState = asking("state", keysOf("state"));

/** A check's finding, and the kernel's answer to it. */
interface Found {
  readonly check: AnyCheck;
  readonly evidence: object;
  readonly says: KernelSays;
}

const SILENT: KernelSays = { errno: null, log: [] };
/** Whether loading ends at this finding: refused, or crashed. */
const ends = ({ check }: Found): boolean => check.effect === "refused" || check.crashesHere === true;

/**
 * Runs the catalogue as this kernel's loader would: its checks, in its order. All defects are listed; the first
 * one in that order at which loading ends, refused or crashed, is decisive. A check that asks for a fact that is not
 * known is reported as inconclusive.
 * `companions` are modules that are judged together with this one and would be loaded before it.
 * `only` names the checks that are wanted; all are when it is absent.
 * `state` is that of the kernel when the module is loaded; when it is absent, nothing special is known of it.
 */
export function analyse(
  kernel: KernelFacts,
  file: HandedModule,
  companions: readonly Companion[] = [],
  only?: ReadonlySet<CheckId>,
  state: StateFacts = targetOf(kernel).state,
): Verdict {
  const module = asLoaded(asRead(file, kernel), state);
  const run: Run = {
    only,
    given: {
      kernel: askKernel(asFacts(kernel)),
      module: askModule(asFacts(module)),
      pair: askPair(asFacts(pairFacts(kernel, module, companions))),
      state: askState(asFacts(state)),
    },
    context: contextOf(kernel, module),
    sides: { kernel: asFacts(kernel), module: asFacts(module) },
  };
  const { findings: found, inconclusive, predicted } = walk(stepsFor(module, run), run);
  const findings = found.map((finding) => withCauses(finding, { kernel, module }));
  return { outcome: outcomeOf(findings, inconclusive, kernel), predicted, findings, inconclusive };
}

/** A file whose section names cannot be read is refused for that; only where it is not, all else counts. */
function stepsFor(module: ModuleFacts, run: Run): readonly Step[] {
  const { generation } = run.context;
  if (hasNames(module)) return steps[generation];
  const ended = walk(namelessSteps[generation], { ...run, only: undefined }).findings.some(
    ({ decisive }) => decisive,
  );
  return (ended ? namelessSteps : steps)[generation];
}

/** What a kernel that takes these steps finds, up to where it stops and beyond. */
function walk(
  all: readonly Step[],
  run: Run,
): Pick<Verdict, "findings" | "inconclusive"> & { readonly predicted: Predicted } {
  const findings: Finding[] = [];
  const inconclusive: Inconclusive[] = [];
  const log: string[] = [];
  let predicted: Predicted | undefined;
  let metBeforeEnd = 0;

  for (const step of all) {
    const found = runStep(step, run, inconclusive);
    if (found.length === 0) continue;
    const decisive = predicted ? undefined : found.find(ends);
    if (!predicted) {
      const says = step.order === "symbols" ? symbolsSay(found, ends) : stepSays(found);
      log.push(...says.log.map(asInKmsg));
      if (decisive) predicted = { errno: says.errno, log };
      metBeforeEnd = inconclusive.length;
    }
    for (const one of found) findings.push(findingOf(one, one === decisive));
  }
  const reported = predicted
    ? inconclusive.filter((one, index) => index < metBeforeEnd || !isDamage(one))
    : inconclusive;
  return { predicted: predicted ?? { errno: null, log }, findings, inconclusive: reported };
}

function findingOf({ check, evidence }: Found, decisive: boolean): Finding {
  const { id, effect, strayAccess } = check;
  return asFinding({ check: id, effect, decisive, ...(strayAccess && { strayAccess }), evidence });
}

/** How a defect came about, where something is known of that. */
function withCauses(finding: Finding, sides: Omit<CauseGiven, "defect">): Finding {
  const causes = finding.effect === "note" ? [] : causesOf({ ...sides, defect: finding });
  return causes.length === 0 ? finding : { ...finding, causes };
}

/** The texts of a finding. */
export function explain(finding: Finding, language: Language): Explanation {
  return catalogue[finding.check].explain[language](finding.evidence);
}

/** Whether a check looks at the kernel alone, so that it finds the same with every module. */
export function isOfKernel(id: CheckId): boolean {
  const { module = [], pair = [], state = [] } = catalogue[id].needs;
  return module.length + pair.length + state.length === 0;
}

/** What the kernel says to a finding. */
export function answerTo(finding: Finding, context: Context): KernelSays {
  const { errno, log } = catalogue[finding.check].kernelSays?.(finding.evidence, context) ?? SILENT;
  return { errno, log: log.map(asInKmsg) };
}

/** A finding as it may occur, for pages and tests. */
export function exampleOf(id: CheckId): Finding {
  const check = catalogue[id];
  return findingOf({ check, evidence: check.example, says: SILENT }, check.effect === "refused");
}

/** Every check that a generation of kernels makes, in its order, those that it does not make at the end. */
export function checksOf(generation: Generation): readonly CheckId[] {
  return steps[generation].flatMap(({ checks }) => checks.map(({ id }) => id));
}

/** One check, or several that are made symbol by symbol, or section by section. */
interface Step {
  readonly checks: readonly AnyCheck[];
  readonly order: "checks" | "symbols" | "sections";
}

const orderOf = (step: SequenceStep): Step["order"] => {
  if (typeof step === "string") return "checks";
  return "eachSymbol" in step ? "symbols" : "sections";
};
const compiled = (generation: Generation): readonly Step[] =>
  [...sequences[generation], ...unchecked[generation]].map((step) => ({
    checks: checksOfStep(step).map((id) => catalogue[id]),
    order: orderOf(step),
  }));
const steps: Readonly<Record<Generation, readonly Step[]>> = {
  "5.10": compiled("5.10"),
  "5.13": compiled("5.13"),
  "6.4": compiled("6.4"),
  "6.13": compiled("6.13"),
  "7.1": compiled("7.1"),
};

const nameless = (all: readonly Step[]): readonly Step[] =>
  all.map(({ checks, order }) => ({ checks: checks.filter(({ id }) => withoutNames.has(id)), order }));
const namelessSteps: typeof steps = {
  "5.10": nameless(steps["5.10"]),
  "5.13": nameless(steps["5.13"]),
  "6.4": nameless(steps["6.4"]),
  "6.13": nameless(steps["6.13"]),
  "7.1": nameless(steps["7.1"]),
};

/** Whether the file's sections can be told apart. */
const hasNames = ({ elf }: ModuleFacts): boolean =>
  !elf.known || elf.value.sections.some(({ name }) => name !== undefined && name !== "");

/** What a check runs on. */
interface Run {
  readonly only: ReadonlySet<CheckId> | undefined;
  readonly given: Record<keyof Needs, object>;
  readonly context: Context;
  readonly sides: { readonly kernel: Facts; readonly module: Facts };
}

const NOTHING: readonly Found[] = [];

/** A step's findings in the order in which the kernel meets them. Its checks that cannot run go to `inconclusive`. */
function runStep({ checks, order }: Step, run: Run, inconclusive: Inconclusive[]): readonly Found[] {
  let all = NOTHING;
  for (const check of checks) {
    if (run.only && !run.only.has(check.id)) continue;
    const found = runCheck(check, run, inconclusive);
    if (found.length > 0) all = all.length === 0 ? found : [...all, ...found];
  }
  if (all.length < 2 || order === "checks") return all;
  return order === "symbols" ? inSymbolOrder(all) : inSectionOrder(all);
}

function runCheck(
  check: AnyCheck,
  { given, context, sides }: Run,
  inconclusive: Inconclusive[],
): readonly Found[] {
  // Nearly all of 240,000 runs find nothing: nothing is allocated for them, and no iterator is asked.
  let found: Found[] | undefined;
  try {
    const all = check.run(given);
    if (Array.isArray(all) && all.length === 0) return NOTHING;
    for (const evidence of all) {
      found ??= [];
      found.push({ check, evidence, says: check.kernelSays?.(evidence, context) ?? SILENT });
    }
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    inconclusive.push({ check: check.id, missing: [{ ...error.unknown, fact: nameOfFact(error, sides) }] });
  }
  return found ?? NOTHING;
}

/** What of both sides was missing: a fact of the pair is unknown because one of these is. */
function nameOfFact({ fact, unknown }: Missing, sides: Run["sides"]): string {
  for (const side of ["module", "kernel"] as const) {
    const key = Object.keys(sides[side]).find((key) => sides[side][key] === unknown);
    if (key !== undefined) return `${side}.${key}`;
  }
  return fact;
}

/** The kernel stops at the first refusal or crash; notes only leave their lines. */
function stepSays(found: readonly Found[]): KernelSays {
  const stop = found.findIndex(ends);
  const met = stop < 0 ? found : found.slice(0, stop + 1);
  return { errno: met.at(-1)?.says.errno ?? null, log: met.flatMap(({ says }) => says.log) };
}

/** What a damaged module does not tell. Behind the refusal that the damage earns it, this is no news. */
const isDamage = ({ missing }: Inconclusive): boolean =>
  missing.every(({ fact }) => fact.startsWith("module."));

// setup_load_info() in kernel/module/main.c
function contextOf(kernel: KernelFacts, { name, thisModule }: ModuleFacts): Context {
  const inModinfo = name.known && name.value !== undefined ? bytesOfText(name.value) : undefined;
  const inThisModule = thisModule.known ? thisModule.value?.name : undefined;
  const missing = "(missing .modinfo section or name field)";
  const generation = kernel.generation.known ? kernel.generation.value : "6.13";
  return {
    generation,
    features: kernel.features.known ? kernel.features.value : featuresFitting(generation, ""),
    module: inThisModule || inModinfo || missing,
    moduleInModinfo: inModinfo ?? inThisModule ?? missing,
    moduleInElfChecks: inModinfo ?? missing,
    ...(kernel.release.known && { release: kernel.release.value }),
  };
}

function outcomeOf(
  findings: readonly Finding[],
  inconclusive: readonly Inconclusive[],
  kernel: KernelFacts,
): Verdict["outcome"] {
  const decisive = findings.find((finding) => finding.decisive);
  if (decisive) return decisive.effect === "refused" ? "refused" : "unsafe";
  if (findings.some(({ effect }) => effect === "unsafe")) return "unsafe";
  const undecided = inconclusive.some(({ check }) => catalogue[check].effect !== "note");
  return undecided || !kernel.generation.known ? "unknown" : "loads";
}
