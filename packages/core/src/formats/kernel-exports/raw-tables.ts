import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import type { KernelSymbols } from "../kallsyms/kernel-symbols.ts";
import { boundsBySymbols, type TableBounds } from "./bounds.ts";
import { distances, type EntryForm } from "./entry-form.ts";
import { addressesBefore, isTable } from "./link-base.ts";
import {
  firstString,
  followingBefore,
  followingOf,
  type Run,
  runsOfAddresses,
  runsOfDistances,
} from "./scan.ts";
import { printableAt } from "../kernel-pointers/strings-at.ts";

/** The tables of exports of a raw kernel. */
export interface RawTables {
  readonly form: EntryForm;
  readonly tables: readonly TableBounds[];
}

/** `undefined` when they are not found: no symbols tell where they are, and nothing looks like them. */
export function findRawTables(symbols: KernelSymbols): RawTables | undefined {
  return bySymbols(symbols) ?? byScan(symbols);
}

function bySymbols(symbols: KernelSymbols): RawTables | undefined {
  const { kernel, kallsyms } = symbols;
  const tables = kallsyms && boundsBySymbols(kallsyms, (address) => symbols.offsetOf(address));
  const first = tables?.[0];
  if (!tables || !first) return undefined;
  const relative = distances(kernel);
  // All tables are written alike, one behind the other; the pointers of all together show where the strings are.
  const last = Math.max(...tables.map(({ end }) => end));
  const strings = Math.max(...tables.map((table) => endOf(table, 3 * kernel.wordSize)));
  const form = isTable(kernel, relative, first.start, last)
    ? relative
    : addressesBefore(kernel, first.start, last, strings);
  return form && { form, tables };
}

/** Behind a table of entries of `size` bytes and what belongs to it. */
function endOf({ start, end, crcs = 0, flags = 0 }: TableBounds, size: number): number {
  // Bounds that damage has moved leave part of an entry.
  const count = Math.floor((end - start) / size);
  return Math.max(end, crcs && crcs + 4 * count, flags && flags + count);
}

function byScan({ kernel }: KernelSymbols): RawTables | undefined {
  // Kernels of 32 bits hold addresses as a rule; looking for the other first would take longer.
  return kernel.wordSize === 4
    ? (scanForAddresses(kernel) ?? scanForDistances(kernel))
    : (scanForDistances(kernel) ?? scanForAddresses(kernel));
}

function scanForDistances(kernel: KernelBytes): RawTables | undefined {
  const form = distances(kernel);
  for (const run of runsOfDistances(kernel)) {
    const following = followingBefore(run, firstString(run, form));
    const found = following && split(kernel, run, form, following);
    if (found) return found;
  }
  return undefined;
}

function scanForAddresses(kernel: KernelBytes): RawTables | undefined {
  for (const run of runsOfAddresses(kernel)) {
    for (const following of followingOf(run.end, (run.end - run.start) / run.size)) {
      const form = addressesBefore(kernel, run.start, run.end, following.strings);
      const found = form && split(kernel, run, form, following);
      if (found) return found;
    }
  }
  return undefined;
}

/**
 * One table where there are flags; else the first two of the list, each in the order of its names: the second starts
 * where a name is lower than the one before. `undefined` when that is not so.
 */
function split(
  { kernel }: KernelBytes,
  { start, end, size }: Run,
  form: EntryForm,
  { crcs, flags }: { crcs?: number; flags?: number },
): RawTables | undefined {
  if (flags !== undefined) {
    return { form, tables: [{ start, end, gplOnly: false, flags, ...(crcs !== undefined && { crcs }) }] };
  }
  const drops: number[] = [];
  let before = "";
  for (let at = start; at < end; at += size) {
    const name = printableAt(kernel, form.target(at + form.pointer)) ?? "";
    if (name < before) drops.push(at);
    before = name;
  }
  const [second, ...others] = drops;
  if (second === undefined || others.length > 0) return undefined;
  const crcsAt = (at: number): { crcs?: number } =>
    crcs === undefined ? {} : { crcs: crcs + (4 * (at - start)) / size };
  return {
    form,
    tables: [
      { start, end: second, gplOnly: false, ...crcsAt(start) },
      { start: second, end, gplOnly: true, ...crcsAt(second) },
    ],
  };
}
