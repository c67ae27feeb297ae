/** The nearest type that differs of all that an exported function gets at, where a module has another CRC of it. Plain data. */
export interface ChangedExport {
  readonly symbol: string;
  /** `"function"` when the function itself has other parameters or another result. */
  readonly kind: "struct" | "union" | "enum" | "typedef" | "function";
  readonly name: string;
  /** The parameter, and members on the way to it, through pointers too; those without a name are left out. */
  readonly path: readonly string[];
  /** `sizeof` where the module was built, and in the kernel, in bytes; absent where it is not known. */
  readonly sizes?: readonly [built: number, kernel: number];
  /** Members that only one side has; empty where only places or types of members differ, or it has none. */
  readonly onlyWhereBuilt: readonly string[];
  readonly onlyInKernel: readonly string[];
}

/** Exports that a module imports with another CRC than the kernel's, and the types behind them. */
export interface ChangedExports {
  /** Where the types are from that the module was built with. */
  readonly from: "module" | "headers" | "kernel that it was built for";
  /** What that is called. */
  readonly source: string;
  readonly exports: readonly ChangedExport[];
}
