/** Where a `Module.symvers` is not what the image says, which is what counts. */
export interface SymversDifferences {
  /** Name of the `Module.symvers`. */
  readonly symvers: string;
  /** Name of the image. */
  readonly image: string;
  /** Lines of the image's exports that differ, are missing, or should not be there. */
  readonly count: number;
  /** The first of them, in a fact up to 65,536. */
  readonly lines: readonly SymversDifference[];
}

/** One export on both sides. */
export interface SymversDifference {
  readonly symbol: string;
  /** What `Module.symvers` says; absent when it does not list the symbol as one of the image. */
  readonly symvers?: ExportClaim;
  /** What the image says; absent when it does not export the symbol. */
  readonly image?: ExportClaim;
}

/** What is said of an export. */
export interface ExportClaim {
  /** 0 when built without CONFIG_MODVERSIONS. */
  readonly crc: number;
  readonly gplOnly: boolean;
  /** Absent when the symbol is in no namespace. */
  readonly namespace?: string;
}
