import { type Evaluator, type Link, spell, type SymbolLink, type Text } from "@kofit/core";
import { absenceIn, remedyOf, type Tool, toolOf } from "./tools.ts";

/** What the end of a chain comes to. */
export interface Remedy {
  readonly tool?: Tool;
  /** Why the program answered what it did, where its answer tells. */
  readonly why?: Text;
  /** What to do; absent where nothing is missing. */
  readonly what?: Text;
}

/**
 * What is missing at the end of `chain`, and what to do about it. Nothing is where the symbol is set, and where the
 * program is there and the rules do not ask for more.
 */
export function remedyFor(chain: readonly Link[], world: Evaluator): Remedy {
  const end = chain.at(-1);
  const probe = end?.kind === "probe" ? world.rules.probes[end.probe] : undefined;
  const tool = probe && toolOf(probe.text);
  if (end?.kind !== "probe" || !probe || !tool) return {};
  if (end.answer === undefined || isOn(chain[0])) return { tool };
  const why = absenceIn(tool, probe.text, end.answer) ?? tooOld(tool, chain, world);
  const failed = why !== undefined || end.answer === "n";
  return { tool, ...(why && { why }), ...(failed && { what: remedyOf(tool) }) };
}

const isOn = (link: Link | undefined): boolean =>
  link?.kind === "symbol" && (link.value === "y" || link.value === "m");

/** Where a condition of `chain` wants a greater number than there is: `PAHOLE_VERSION >= 116`. */
function tooOld({ name }: Tool, chain: readonly Link[], { rules }: Evaluator): Text | undefined {
  const link = chain.find((one) => one.kind === "symbol" && isTooSmall(one));
  const cause = link?.kind === "symbol" ? link.cause : undefined;
  if (!cause) return undefined;
  const wanted = spell(cause.expression, rules);
  return {
    en: `${name.en} is there, and too old for ${wanted}`,
    zh: `${name.zh} 存在，但版本过旧，不满足 ${wanted}`,
  };
}

function isTooSmall({ reason, cause }: SymbolLink): boolean {
  const expression = cause?.expression;
  const unmet = reason.kind === "dependency" || reason.kind === "default-unmet";
  if (!unmet || expression?.op !== "compare") return false;
  const { test, left, right } = expression;
  return (test === ">=" || test === ">") && left.kind === "symbol" && right.kind !== "template";
}
