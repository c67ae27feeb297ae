import type { CTypes, Fact, KernelFacts } from "@kofit/core";

/** One of the two kernels that are compared. */
export interface Side {
  /** Its release; what it was read from, where that is not known. */
  readonly name: string;
  /** What it was read from. */
  readonly inputs: readonly string[];
  readonly facts: KernelFacts;
  /** All of its types. */
  readonly types: Fact<CTypes>;
}
