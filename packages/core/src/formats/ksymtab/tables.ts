/** A table of exports and what runs parallel to it. */
export interface ExportTableName {
  /** Section of `struct kernel_symbol`, sorted by name. */
  readonly symbols: string;
  /** Section of CRCs; there with CONFIG_MODVERSIONS. */
  readonly crcs: string;
  /** Whether a proprietary module does not see these; where there are flags, they say it instead. */
  readonly gplOnly: boolean;
  /** Section of one byte of flags for each entry; since v7.1. */
  readonly flags?: string;
}

/**
 * All tables that find_module_sections() in kernel/module/main.c ever looked for: since v7.1 the first alone, with
 * flags; before it the first two; up to v5.11 all.
 */
export const exportTables: readonly ExportTableName[] = [
  { symbols: "__ksymtab", crcs: "__kcrctab", gplOnly: false, flags: "__kflagstab" },
  { symbols: "__ksymtab_gpl", crcs: "__kcrctab_gpl", gplOnly: true },
  // "Will be GPL-only": until then everybody sees them.
  { symbols: "__ksymtab_gpl_future", crcs: "__kcrctab_gpl_future", gplOnly: false },
  { symbols: "__ksymtab_unused", crcs: "__kcrctab_unused", gplOnly: false },
  { symbols: "__ksymtab_unused_gpl", crcs: "__kcrctab_unused_gpl", gplOnly: true },
];

/** KSYM_FLAG_GPL_ONLY of include/linux/module.h. */
export const GPL_ONLY_FLAG = 1;

/** Where names and namespaces stand. */
export const STRINGS_SECTION = "__ksymtab_strings";

/** No table of exports, nor what belongs to it, is larger: a kernel has 25,000 exports, and a relocation is 24 bytes. */
export const MAX_TABLE = 8 << 20;
