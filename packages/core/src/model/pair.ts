import type { Fact } from "./fact.ts";
import type { SignatureTrust } from "./signature.ts";
import type { MadeFor } from "./sysfs-modules.ts";
import type { ToolDifference } from "./tool-difference.ts";
import type { TypeDifferences } from "./type-difference.ts";

/** What follows from a module and a kernel together. */
export interface PairFacts {
  /** Every import, resolved as simplify_symbols() and resolve_symbol() do; needs all that the kernel exports. */
  readonly resolution: Fact<Resolution>;
  /**
   * Imports that nothing exports, neither the kernel nor one of its modules. Not known where there are some and what the
   * kernel's modules export is not known.
   */
  readonly unknownSymbols: Fact<Resolution["unknown"]>;
  /** The same of weak imports, which stay 0. */
  readonly absentWeak: Fact<Resolution["weakAbsent"]>;
  /** Imports whose CRC is not the kernel's; needs the kernel's CRCs only. */
  readonly crcMismatches: Fact<readonly CrcMismatch[]>;
  /** The CRC of `module_layout`, which stands for `struct module`, on both sides; `undefined` without a kernel CRC or without versions. */
  readonly moduleLayout: Fact<ModuleLayout | undefined>;
  /** What the module exports and the kernel or another of its modules exports too. */
  readonly duplicateExports: Fact<readonly DuplicateExport[]>;
  /** Whether the kernel was built with CONFIG_MODVERSIONS; from its vermagic, else its configuration, else its CRCs. */
  readonly kernelHasModversions: Fact<boolean>;
  /**
   * What has the module's name in `/sys/module` before anything is loaded; `undefined` when nothing has. Not known where a
   * driver that is built in may have it.
   */
  readonly sysfsName: Fact<TakenName | undefined>;
  /** How the module's signature stands against the kernel's keys, as far as it was compared: always known. */
  readonly signature: Fact<SignatureTrust | "unverified">;
  /** Compilers of the module that are not the kernel's; empty where those of a side are not told: always known. */
  readonly compilerDifferences: Fact<readonly ToolDifference[]>;
  /** Types that the module was compiled with and that the kernel lays out otherwise; `undefined` where they were not compared, or CRCs tell already that the module is not for this kernel: always known. */
  readonly usedTypes: Fact<TypeDifferences | undefined>;
}

/** Something built in that has a directory in `/sys/module`. */
export interface TakenName {
  readonly madeFor: MadeFor;
  /** As in `modules.builtin`; absent where that is not at hand, and for parts of the kernel that could be no module. */
  readonly path?: string;
}

/** An undefined symbol of the module that does not resolve cleanly. */
export interface Unresolved {
  readonly symbol: string;
  /** Index in `.symtab`: the kernel meets symbols in this order. */
  readonly symbolIndex: number;
}

export interface CrcMismatch extends Unresolved {
  readonly moduleCrc: number;
  readonly kernelCrc: number;
  /** `"vmlinux"` or the exporting module; absent when only the CRC is known. */
  readonly owner?: string;
}

export interface ModuleLayout {
  /** Absent when the module's versions have no row for it. */
  readonly moduleCrc?: number;
  readonly kernelCrc: number;
}

export interface DuplicateExport {
  readonly symbol: string;
  /** See `ExportTable.owners`. */
  readonly owner: string;
}

export interface Resolution {
  /** Exported by nothing that is known, see {@link PairFacts.unknownSymbols}. Weak symbols are in {@link weakAbsent}. */
  readonly unknown: readonly (Unresolved & {
    /** Exports whose name is almost the same, nearest first. */
    readonly similar: readonly string[];
    /** Only the beginning of the name is known; absent when all of it is. */
    readonly beginning?: true;
  })[];
  /** Weak symbols that stay 0: exported by nothing, or hidden by the licence. */
  readonly weakAbsent: readonly Unresolved[];
  /** GPL-only exports that this module's licence hides from it. */
  readonly gplOnly: readonly (Unresolved & { readonly owner: string })[];
  /** Resolved symbols in a namespace that the module does not import. */
  readonly namespaceNotImported: readonly (Unresolved & {
    readonly namespace: string;
    readonly owner: string;
  })[];
  /** Resolved symbols with a kernel CRC but no entry in the module's basic `__versions`. */
  readonly withoutCrc: readonly Unresolved[];
  /** Exported by a module that is judged together with this one, and by nothing of the kernel. */
  readonly fromCompanions: readonly (Unresolved & { readonly providedBy: string })[];
  /** Modules of the kernel that have to be loaded first, as `Module.symvers` names them. */
  readonly providers: readonly string[];
}
