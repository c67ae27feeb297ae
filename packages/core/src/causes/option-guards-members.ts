import { configured } from "../model/config.ts";
import { goesWith } from "../config-effects/toolchain-drift.ts";
import type { Cause } from "../analyse/verdict.ts";
import type { ConfigDifference } from "../model/config-difference.ts";
import type { Fact } from "../model/fact.ts";
import type { KernelFacts, StructMember } from "../model/kernel.ts";
import type { HandedModule, ThisModule } from "../model/module.ts";
import { vermagicOf } from "../model/vermagic.ts";
import { type CauseFound, type Certainty, defineCause } from "./define-cause.ts";
import {
  type Explanation,
  explains,
  explanationsFrom,
  explanationsOf,
  shownByTypes,
  type VermagicWords,
} from "./shared/explanations.ts";
import { movedIn } from "./shared/moved.ts";
import { type KernelSide, optionChanges } from "./shared/option-changes.ts";
import { type ChangedOption, type OptionEvidence, optionLinks } from "./shared/option-links.ts";
import { probedTools } from "./shared/probed-tools.ts";

/** `struct module` of the module lacks the members that an option guards, or has them where the kernel does not. */
export default defineCause<OptionEvidence>({
  id: "option-guards-members",
  explains: [
    "this-module-size",
    "this-module-size-unchecked",
    "struct-module-layout",
    "relocation-target-in-use",
  ],
  find({ kernel, module }) {
    const side = sideOf(kernel);
    if (!side || !module.thisModule.known || !module.thisModule.value) return [];
    const pair = { side, kernel, module, built: module.thisModule.value };
    return byTypes(pair) ?? inHeaders(pair) ?? byLayout(pair);
  },
  links: { en: (found) => optionLinks(found, "en"), zh: (found) => optionLinks(found, "zh") },
});

/** Options of an explanation that the headers at hand lack: why they do, Kconfig's rules may tell. */
export function lostInHeaders({ id, evidence }: Cause): readonly string[] {
  if (id !== "option-guards-members" || !("lost" in evidence) || !("options" in evidence)) return [];
  const { options } = evidence;
  if (!Array.isArray(options)) return [];
  return options.flatMap((one: Partial<ChangedOption>) =>
    one.change === "lost" && one.option !== undefined ? [one.option] : [],
  );
}

/** Both sides, and what is known of them. */
interface Pair {
  readonly side: KernelSide;
  readonly kernel: KernelFacts;
  readonly module: HandedModule;
  readonly built: ThisModule;
}

type Found = readonly CauseFound<OptionEvidence>[];

function sideOf(kernel: KernelFacts): KernelSide | undefined {
  if (!kernel.structModule.known) return undefined;
  const config = valueOf(kernel.config);
  const release = valueOf(kernel.release);
  const architecture = valueOf(kernel.architecture);
  const guards = kernel.structModuleOptions && valueOf(kernel.structModuleOptions);
  return {
    struct: kernel.structModule.value,
    ...(config && { isSet: (option) => configured(config, option) }),
    ...(release !== undefined && { release }),
    ...(architecture && { architecture }),
    ...(guards && { guards }),
  };
}

const valueOf = <T>(fact: Fact<T>): T | undefined => (fact.known ? fact.value : undefined);

/** What the module's own types show; `undefined` where they are not known, or are the kernel's. */
function byTypes(pair: Pair): Found | undefined {
  const { side, module } = pair;
  const types = module.structModule && valueOf(module.structModule);
  if (!types?.members) return undefined;
  if (!side.struct.members) return fromModule(pair, types.members);
  const { changes, unexplained } = shownByTypes(side, types.members);
  // Members differ, and no option accounts for one: what would fit by the layout alone is not what happened.
  if (changes.length === 0) return unexplained.length > 0 ? [] : undefined;
  // That the kernel sets the option, or does not, is seen in its configuration.
  const certainty = unexplained.length > 0 ? "possible" : side.isSet ? "certain" : "likely";
  return [{ certainty, evidence: evidenceOf(pair, changes, "types") }];
}

/**
 * Of a kernel without types size, `init` and `exit` are known: the option that makes them of the module's members. Without the
 * kernel's configuration too much would fit.
 */
function fromModule(pair: Pair, members: readonly StructMember[]): Found | undefined {
  const { side, built, kernel, module } = pair;
  if (!side.isSet) return undefined;
  const all = explanationsFrom(side, { ...built, members }, wordsOf(kernel, module));
  return all.map((changes) => ({
    certainty: certaintyOf(all),
    evidence: evidenceOf(pair, changes, "types"),
  }));
}

/** What the headers set otherwise, where they are at hand and it explains the layout; `undefined` when it does not. */
function inHeaders(pair: Pair): Found | undefined {
  const differences = differencesOf(pair.kernel);
  if (!differences) return undefined;
  const changes = optionChanges(pair.side).filter((change) => isAmong(change, differences));
  if (changes.length === 0 || !explains(pair.side, pair.built, changes)) return undefined;
  return [{ certainty: "certain", evidence: evidenceOf(pair, changes, "layout") }];
}

const differencesOf = ({ headersDifferences }: KernelFacts): readonly ConfigDifference[] | undefined =>
  headersDifferences && valueOf(headersDifferences);

const isAmong = (
  { option, change }: Explanation[number],
  differences: readonly ConfigDifference[],
): boolean =>
  differences.some(
    ({ symbol, kernel, headers }) =>
      symbol === option && (change === "lost" ? headers : kernel) === undefined,
  );

/** What fits by where members stand. */
function byLayout(pair: Pair): Found {
  const { side, built, kernel, module } = pair;
  const all = explanationsOf(side, built, wordsOf(kernel, module));
  return all.map((changes) => ({
    certainty: certaintyOf(all),
    evidence: evidenceOf(pair, changes, "layout"),
  }));
}

/** Of explanations that fit: two options that happen to fit together are less than one that does. */
const certaintyOf = (all: readonly Explanation[]): Certainty =>
  all.length === 1 && all[0]?.length === 1 ? "likely" : "possible";

function wordsOf(kernel: KernelFacts, module: HandedModule): VermagicWords | undefined {
  const [ours, theirs] = [valueOf(kernel.vermagic), valueOf(module.vermagic)];
  if (ours === undefined || theirs === undefined) return undefined;
  return { kernel: new Set(vermagicOf(ours).flags), module: new Set(vermagicOf(theirs).flags) };
}

/** Whether it is another answer of a tool, and the option goes with that tool. */
function asks({ symbol }: ConfigDifference, { option }: Explanation[number]): boolean {
  const probed = Object.hasOwn(probedTools, symbol) ? probedTools[symbol] : undefined;
  return probed !== undefined && goesWith(probed.tool, option);
}

function evidenceOf(
  { side, kernel, module, built }: Pair,
  changes: Explanation,
  shownBy: OptionEvidence["shownBy"],
): OptionEvidence {
  const differences = differencesOf(kernel);
  const inDifferences = differences && changes.every((change) => isAmong(change, differences));
  const moved = movedIn(side.struct, built);
  const chains = module.optionChains && inDifferences ? valueOf(module.optionChains) : undefined;
  const told = chains?.filter(({ option }) => changes.some((change) => change.option === option)) ?? [];
  return {
    options: changes.map(({ option, change, members }) => ({ option, change, members })),
    shownBy,
    guardsFrom: side.guards ? "headers" : "known",
    ...(moved && { moved }),
    size: { module: built.size, kernel: side.struct.size },
    probes: inDifferences ? differences.filter((one) => changes.some((change) => asks(one, change))) : [],
    ...(told.length > 0 && { chains: told }),
    ...(inDifferences && { lost: differences.filter(({ headers }) => headers === undefined).length }),
  };
}
