import type { CheckId } from "../analyse/verdict.ts";

/** What a function of the loader checks, in its order. */
export type Sequence = readonly Step[];

export type Step = CheckId | SymbolLoop | SectionLoop;

/**
 * As simplify_symbols() goes through the symbols, in the order of `.symtab`: it prints one failure for each, the first
 * of these checks that applies, and fails with the errno of the last.
 */
export interface SymbolLoop {
  readonly eachSymbol: readonly CheckId[];
}

/** As elf_validity_check() goes through the sections: it stops at the first that has one of these defects. */
export interface SectionLoop {
  readonly eachSection: readonly CheckId[];
}

/** All checks of a sequence, in its order. */
export const checksIn = (sequence: Sequence): readonly CheckId[] => sequence.flatMap(checksOfStep);

/** The checks of one step. */
export function checksOfStep(step: Step): readonly CheckId[] {
  if (typeof step === "string") return [step];
  return "eachSymbol" in step ? step.eachSymbol : step.eachSection;
}
