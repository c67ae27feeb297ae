/** A struct or union that a module was compiled with, and that the kernel lays out otherwise. Plain data. */
export interface TypeDifference {
  readonly kind: "struct" | "union";
  readonly name: string;
  /** `sizeof` on each side, in bytes. */
  readonly sizes: readonly [module: number, kernel: number];
  /** Members that the kernel's lacks, those of anonymous records in it included; a record of which only the size is known has none. */
  readonly onlyInModule: readonly string[];
  /** Members that the module's lacks. */
  readonly onlyInKernel: readonly string[];
  /** Members of both that stand at another place, or have another size. */
  readonly moved: number;
  /** Whether more than the layout of what it contains differs. */
  readonly isOwn: boolean;
}

/** The types that a module was compiled with, beside the kernel's of the same name. */
export interface TypeDifferences {
  /** What the module has of them: all as the compiler saw it, or only names and sizes of those that its own types contain. */
  readonly from: "debug information" | "BTF";
  /**
   * What its code works on: parameters and results of its functions, of those that were inlined as well; of BTF, what its types
   * contain. Those that differ by themselves first.
   */
  readonly handled: readonly TypeDifference[];
  /** What else it was compiled with, and can be got at from what it imports, or from `struct module`. */
  readonly others: readonly TypeDifference[];
}
