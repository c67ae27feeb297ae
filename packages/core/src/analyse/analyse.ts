import { checks } from "../checks/index.ts";
import { pairFacts } from "../facts/pair/index.ts";
import { type Sequence, sequences, unchecked } from "../loader/sequence.ts";
import type { Fact, Language } from "../model/fact.ts";
import type { Generation } from "../model/generation.ts";
import type { KernelFacts } from "../model/kernel.ts";
import type { ModuleFacts } from "../model/module.ts";
import type { Check, Explanation, KernelSays, Needs } from "./define-check.ts";
import type { CheckId, Finding, Inconclusive, MissingFact, Predicted, Verdict } from "./verdict.ts";

// The catalogue is typed check by check; the engine needs it uniform. These are the only casts in the core.
type AnyCheck = Omit<Check<object, Needs>, "run"> & {
  run(given: Record<keyof Needs, Record<string, unknown>>): Iterable<object>;
};
const catalogue = checks as unknown as Readonly<Record<CheckId, AnyCheck>>;
const asFinding = (finding: object): Finding => finding as Finding;

/** A check's findings; `says` is the kernel's answer to each, for refusals. */
interface Found {
  readonly id: CheckId;
  readonly evidence: object;
  readonly says: KernelSays | undefined;
}

type Facts = Record<keyof Needs, Readonly<Record<string, Fact<unknown>>>>;

/**
 * Runs the catalogue as this kernel's loader would: its checks, in its order. All defects are listed; the first
 * refusal in that order is decisive. A check whose facts are not all known is reported, not run.
 */
export function analyse(kernel: KernelFacts, module: ModuleFacts): Verdict {
  const facts: Facts = {
    kernel: { ...kernel },
    module: { ...module },
    pair: { ...pairFacts(kernel, module) },
  };
  const generation = kernel.generation.known ? kernel.generation.value : "6.13";
  const context = { generation, module: moduleName(module) };

  const inconclusive: Inconclusive[] = [];
  const findings: Finding[] = [];
  let predicted: Predicted | undefined;

  const runOne = (id: CheckId): Found[] => {
    const check = catalogue[id];
    const { given, missing } = gather(check.needs, facts);
    if (missing.length > 0) {
      inconclusive.push({ check: id, missing });
      return [];
    }
    return [...check.run(given)].map((evidence) => ({
      id,
      evidence,
      says: check.kernelSays?.(evidence, context),
    }));
  };

  for (const step of [...sequences[generation], ...unchecked]) {
    const found = typeof step === "string" ? runOne(step) : inSymbolOrder(step.flatMap(runOne));
    const decisive = predicted ? undefined : found.find((f) => catalogue[f.id].effect === "refused");
    if (decisive) predicted = typeof step === "string" ? decisive.says : symbolsSay(found);
    for (const f of found) {
      const { effect } = catalogue[f.id];
      findings.push(asFinding({ check: f.id, effect, decisive: f === decisive, evidence: f.evidence }));
    }
  }
  return {
    outcome: outcomeOf(findings, inconclusive, kernel),
    predicted: predicted ?? { errno: null, log: [] },
    findings,
    inconclusive,
  };
}

/** The texts of a finding. */
export function explain(finding: Finding, language: Language): Explanation {
  return catalogue[finding.check].explain[language](finding.evidence);
}

/** The name that the kernel prints. `(missing .modinfo …)`: setup_load_info() in kernel/module/main.c. */
function moduleName({ name }: ModuleFacts): string {
  return (name.known && name.value) || "(missing .modinfo section or name field)";
}

function gather(
  needs: Needs,
  facts: Facts,
): { given: Facts & Record<keyof Needs, Record<string, unknown>>; missing: MissingFact[] } {
  const given: Record<keyof Needs, Record<string, unknown>> = { kernel: {}, module: {}, pair: {} };
  const missing: MissingFact[] = [];
  for (const side of ["kernel", "module", "pair"] as const) {
    for (const key of needs[side] ?? []) {
      const fact = facts[side][key];
      if (fact?.known) given[side][key] = fact.value;
      else if (fact) missing.push({ ...fact, fact: `${side}.${key}` });
    }
  }
  return { given: given as ReturnType<typeof gather>["given"], missing };
}

const symbolIndex = (found: Found): number =>
  "symbolIndex" in found.evidence && typeof found.evidence.symbolIndex === "number"
    ? found.evidence.symbolIndex
    : 0;

/** Findings of the symbol checks as simplify_symbols() meets them; of one symbol, in the order of the checks. */
function inSymbolOrder(found: readonly Found[]): Found[] {
  return found.toSorted((a, b) => symbolIndex(a) - symbolIndex(b));
}

/** One failure for each symbol, all lines, and the errno of the last. */
function symbolsSay(found: readonly Found[]): KernelSays | undefined {
  const first = new Map(found.toReversed().map((f) => [symbolIndex(f), f]));
  const says = [...first.values()]
    .toSorted((a, b) => symbolIndex(a) - symbolIndex(b))
    .flatMap((f) => f.says ?? []);
  const last = says.at(-1);
  return last && { errno: last.errno, log: says.flatMap((s) => s.log) };
}

function outcomeOf(
  findings: readonly Finding[],
  inconclusive: readonly Inconclusive[],
  kernel: KernelFacts,
): Verdict["outcome"] {
  if (findings.some(({ effect }) => effect === "refused")) return "refused";
  const decides = inconclusive.some(({ check }) => catalogue[check].effect !== "note");
  if (findings.some(({ effect }) => effect === "unsafe") && !decides) return "unsafe";
  return decides || !kernel.generation.known ? "unknown" : "loads";
}

/** Every check that a generation of kernels makes, in its order, those that no kernel makes at the end. */
export function checksOf(generation: Generation): readonly CheckId[] {
  const all: Sequence = [...sequences[generation], ...unchecked];
  return all.flat();
}
