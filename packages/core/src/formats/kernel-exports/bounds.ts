import { addressesOf, type Kallsyms } from "../kallsyms/kallsyms.ts";
import { exportTables, type ExportTableName } from "../ksymtab/tables.ts";

/** Where a table of exports is in an unpacked kernel. */
export interface TableBounds {
  /** Offsets of the first entry, and behind the last. */
  readonly start: number;
  readonly end: number;
  /** Whether a proprietary module does not see these; where there are flags, they say it instead. */
  readonly gplOnly: boolean;
  /** Where the first of its CRCs is, four bytes each; absent without CONFIG_MODVERSIONS. */
  readonly crcs?: number;
  /** Where its flags are, a byte each; since v7.1. */
  readonly flags?: number;
}

/** Names and values of the symbols that the linker script puts around a section. include/asm-generic/vmlinux.lds.h */
const startOf = (section: string): string => `__start_${section}`;
const stopOf = (section: string): string => `__stop_${section}`;

/**
 * The tables that kallsyms tells of; `undefined` when it does not: without CONFIG_KALLSYMS_ALL it has functions alone.
 *
 * @param offsetOf where an address of kallsyms stands in the kernel.
 */
export function boundsBySymbols(
  kallsyms: Kallsyms,
  offsetOf: (address: bigint) => number | undefined,
): TableBounds[] | undefined {
  const sections = exportTables.flatMap(({ symbols, crcs, flags }) => [symbols, crcs, flags ?? []].flat());
  const addresses = addressesOf(kallsyms, [...sections.map(startOf), ...sections.map(stopOf)]);
  const at = (symbol: string): number | undefined => {
    const address = addresses.get(symbol);
    return address === undefined ? undefined : offsetOf(address);
  };
  const extent = (section: string): { start: number; end: number } | undefined => {
    const [start, end] = [at(startOf(section)), at(stopOf(section))];
    return start !== undefined && end !== undefined && end > start ? { start, end } : undefined;
  };
  const bounds = exportTables.flatMap(({ symbols, crcs, flags, gplOnly }: ExportTableName): TableBounds[] => {
    const table = extent(symbols);
    if (!table) return [];
    const crcExtent = extent(crcs);
    const flagExtent = flags === undefined ? undefined : extent(flags);
    return [
      {
        ...table,
        gplOnly,
        ...(crcExtent && { crcs: crcExtent.start }),
        ...(flagExtent && { flags: flagExtent.start }),
      },
    ];
  });
  return bounds.length > 0 ? bounds : undefined;
}
