import type { BuildProgress, FoundSource, SigningKey } from "@kofit/build";
import type { Told } from "@kofit/core";
import type { PreflightGiven } from "../preflight/preflight.ts";

/** What is built, for which kernel, and how. */
export interface BuildGiven extends PreflightGiven {
  readonly source: FoundSource;
  /** Where the modules are put. */
  readonly output: string;
  /** Each in the place that kbuild would leave it in, below `output`; else all directly in it. */
  readonly inPlace: boolean;
  readonly variables: readonly string[];
  readonly asIs: boolean;
  readonly shellAllowed: boolean;
  readonly signingKey: SigningKey | undefined;
  readonly jobs: number;
  /** Milliseconds. */
  readonly timeLimit: number;
  /** What the options tell of the state that modules are loaded in. */
  readonly told: Told;
  readonly compiling: (progress: BuildProgress) => void;
}
