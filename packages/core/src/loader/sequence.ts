import type { CheckId } from "../analyse/verdict.ts";
import type { Generation } from "../model/generation.ts";

/**
 * What load_module() checks, in its order. A list inside the list is simplify_symbols(): it visits all symbols in the
 * order of `.symtab`, prints one failure for each, the first of the inner list that applies, and fails with the errno
 * of the last.
 */
export type Sequence = readonly (CheckId | readonly CheckId[])[];

// resolve_symbol(): lookup with GPL filter, CRC, namespace
const symbols = ["symbol-crc-mismatch"] as const;

/** Checks that a generation does not have are not in its sequence: such a defect is not refused there. */
export const sequences: Readonly<Record<Generation, Sequence>> = {
  "5.10": [symbols],
  "5.13": [symbols],
  "6.4": [symbols],
  "6.13": [symbols],
  "7.1": [symbols],
};

/** Defects that no kernel looks for. They follow the sequence. */
export const unchecked: readonly CheckId[] = [];
