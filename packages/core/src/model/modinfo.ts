import type { Fact } from "./fact.ts";

/** What `.modinfo` tells. */
export interface ModinfoFacts {
  /** `name=` of `.modinfo`; `undefined` when there is none. The kernel prints it in its messages. */
  readonly name: Fact<string | undefined>;
  /** First `vermagic=` of `.modinfo`; `undefined` when there is none. */
  readonly vermagic: Fact<string | undefined>;
  /** First `license=` of `.modinfo`; `undefined` when there is none: the kernel then says `unspecified`. */
  readonly license: Fact<string | undefined>;
  /** Every `import_ns=` of `.modinfo`. */
  readonly importedNamespaces: Fact<ReadonlySet<string>>;
  /** All `.modinfo` entries in their order, `[tag, value]`. */
  readonly modinfo: Fact<readonly (readonly [tag: string, value: string])[]>;
}

/** Loaders that find `.modinfo` in different ways: by SHF_ALLOC, among what has bytes in the file, by its name alone. */
export const modinfoReaders = ["upTo63", "upTo612", "since613"] as const;
export type ModinfoReader = (typeof modinfoReaders)[number];
