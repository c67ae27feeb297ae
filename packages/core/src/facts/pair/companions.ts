import type { ModuleExport, ModuleFacts } from "../../model/module.ts";

/** A module that is judged together with others, as far as the others are concerned. */
export type Companion = Pick<ModuleFacts, "name" | "exports">;

/** An export of a module that is judged together with others. */
export interface Offer extends ModuleExport {
  /** That module's name. */
  readonly providedBy: string;
}

// One index for all modules of a run: the same array is given with each.
const indexes = new WeakMap<readonly Companion[], ReadonlyMap<string, Offer>>();

/** Which of the `companions` exports `symbol`; the first one wins, as in the kernel. */
export function offered(companions: readonly Companion[], symbol: string): Offer | undefined {
  let index = indexes.get(companions);
  if (!index) {
    index = indexOf(companions);
    indexes.set(companions, index);
  }
  return index.get(symbol);
}

function indexOf(companions: readonly Companion[]): ReadonlyMap<string, Offer> {
  const index = new Map<string, Offer>();
  for (const { name, exports } of companions) {
    const providedBy = (name.known && name.value) || "?";
    for (const offer of exports.known ? exports.value : []) {
      if (!index.has(offer.symbol)) index.set(offer.symbol, { ...offer, providedBy });
    }
  }
  return index;
}
