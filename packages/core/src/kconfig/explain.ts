import type { Cause } from "./causes-of.ts";
import type { Evaluator } from "./evaluator.ts";
import { type Reason, reasonFor } from "./reasons.ts";
import { textOf } from "./value.ts";

/** One arrow of an explanation: a symbol, its value, and why. */
export interface SymbolLink {
  readonly kind: "symbol";
  readonly name: string;
  /** `undefined` when it is not known, or no file defines the symbol. */
  readonly value: string | undefined;
  readonly reason: Reason;
  /** The cause that the next link is about; absent at the end, and where the reason names a symbol itself. */
  readonly cause?: Cause;
}

/** The end of an explanation: what a program printed, or a variable was. */
export interface ProbeLink {
  readonly kind: "probe";
  /** Index into the rules' probes. */
  readonly probe: number;
  /** `undefined` when it is not known. */
  readonly answer: string | undefined;
}

export type Link = SymbolLink | ProbeLink;

/** Symbols that one explanation may look at; the longest of the kernel looks at some hundred. */
const MAX_LOOKED_AT = 2000;
/** Links of one explanation. */
const MAX_LINKS = 32;

/**
 * Why the symbol `name` has its value, from the symbol down. Where several causes would do, the way that ends at a probe
 * is followed, and of these the shortest.
 */
export function explain(name: string, world: Evaluator): readonly Link[] {
  const chains = new Map<string, readonly Link[]>();
  const open = new Set<string>();

  function chain(symbol: string): readonly Link[] {
    const before = chains.get(symbol);
    if (before) return before;
    if (open.has(symbol) || open.size >= MAX_LINKS || chains.size >= MAX_LOOKED_AT) return [];
    open.add(symbol);
    const reason = reasonFor(symbol, world);
    // A name that no file defines stands for itself, which is no value of a symbol.
    const value = world.rules.symbols.get(symbol)?.type && textOf(world.valueOf(symbol));
    const link = { kind: "symbol", name: symbol, value, reason } as const;
    let best: readonly Link[] = "by" in reason ? [link, ...chain(reason.by)] : [link];
    for (const cause of "causes" in reason ? reason.causes : []) {
      for (const rest of restsOf(cause)) best = better([{ ...link, cause }, ...rest], best);
    }
    open.delete(symbol);
    chains.set(symbol, best);
    return best;
  }

  function restsOf({ symbols, probes }: Cause): readonly (readonly Link[])[] {
    return [
      ...probes.map((probe) => [{ kind: "probe", probe, answer: world.probes.get(probe) } as const]),
      ...symbols.map((symbol) => chain(symbol)),
      ...(symbols.length + probes.length === 0 ? [[]] : []),
    ];
  }
  return chain(name);
}

function better(a: readonly Link[], b: readonly Link[]): readonly Link[] {
  const rank = (links: readonly Link[]): number => {
    const last = links.at(-1);
    if (last?.kind === "probe") return 0;
    return last?.kind === "symbol" && last.reason.kind === "asked" ? 1 : 2;
  };
  const difference = rank(a) - rank(b);
  // A link with its cause tells more than one without, even if nothing follows.
  if (difference !== 0) return difference < 0 ? a : b;
  return b.length > 1 && b.length <= a.length ? b : a;
}
