import type { KernelSays } from "./define-check.ts";

interface Found {
  readonly evidence: object;
  readonly says: KernelSays;
}

/** Index of the symbol, or of the word among the module's parameters, which parse_args() visits in the same way. */
function symbolIndex({ evidence }: Found): number {
  if ("symbolIndex" in evidence && typeof evidence.symbolIndex === "number") return evidence.symbolIndex;
  return "argument" in evidence && typeof evidence.argument === "number" ? evidence.argument : 0;
}

/** Findings of the symbol checks as simplify_symbols() meets them; of one symbol, in the order of the checks. */
export function inSymbolOrder<F extends Found>(found: readonly F[]): F[] {
  return found.toSorted((a, b) => symbolIndex(a) - symbolIndex(b));
}

/** Index of the section that a defect is in; a defect that is in none comes first. */
const sectionIndex = ({ evidence }: Found): number =>
  "index" in evidence && typeof evidence.index === "number" ? evidence.index : 0;

/** Findings as a loop over the sections meets them; of one section, in the order of the checks. */
export function inSectionOrder<F extends Found>(found: readonly F[]): F[] {
  return found.toSorted((a, b) => sectionIndex(a) - sectionIndex(b));
}

/**
 * What simplify_symbols() in kernel/module/main.c says: for each symbol the lines up to its first failure, and the
 * errno of the last symbol that failed. `found` is in symbol order.
 */
export function symbolsSay<F extends Found>(found: readonly F[], refuses: (found: F) => boolean): KernelSays {
  const log: string[] = [];
  let errno: KernelSays["errno"] = null;
  let failed: number | undefined;
  for (const one of found) {
    if (symbolIndex(one) === failed) continue;
    log.push(...one.says.log);
    if (!refuses(one)) continue;
    failed = symbolIndex(one);
    errno = one.says.errno;
  }
  return { errno, log };
}
