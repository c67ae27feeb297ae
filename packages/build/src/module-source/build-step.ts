import type { Text } from "@kofit/core";

/** One program that a build runs, in their order. Paths are relative to the source. */
export type BuildStep =
  /** kbuild of the headers, for one directory. */
  | { readonly kind: "kbuild"; readonly directory: string; readonly arguments: readonly string[] }
  /** make in a directory of the source, whose Makefile calls kbuild. */
  | { readonly kind: "make"; readonly directory: string; readonly arguments: readonly string[] }
  /** Shell code of the module's author, which is not run unasked. */
  | { readonly kind: "shell"; readonly command: string; readonly origin: string };

/** A module that is to be there afterwards. */
export interface WantedModule {
  /** Without `.ko`. */
  readonly name: string;
  /** Directory relative to the source; `""`: the source itself. */
  readonly location: string;
  /** Its debug information is taken off, as DKMS does. */
  readonly stripped: boolean;
}

/** How a source is built for one kernel. Plain data. */
export interface BuildPlan {
  readonly steps: readonly BuildStep[];
  /** Patches that are applied first, relative to the source. */
  readonly patches: readonly string[];
  /** Absent: whatever modules come of it. */
  readonly modules?: readonly WantedModule[];
  /** What the reader of a report should know. */
  readonly notes: readonly Text[];
}
