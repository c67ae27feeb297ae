import { findName, nameColumn, nameTable } from "../../model/names.ts";
import { type Addresses, findAddresses } from "./addresses.ts";
import type { KernelBytes } from "./kernel-bytes.ts";
import type { KernelMap } from "./kernel-map.ts";
import { findNameList, nameEnd, type NameList, nameStart } from "./name-list.ts";
import { findTokenTable, type TokenTable } from "./token-table.ts";

/** The symbols that a kernel knows of itself; with CONFIG_KALLSYMS_ALL data, too, else functions alone. */
export interface Kallsyms extends Addresses {
  readonly count: number;
  /**
   * Calls `visit` for each symbol, by rising address. `name` holds type and name, as letters of `nm`, in `length` bytes
   * and a NUL; it is overwritten by the next.
   */
  each(visit: (name: Uint8Array, length: number, row: number) => void): void;
}

/**
 * The kallsyms tables of `kernel`, wherever they are; `undefined` when it has none (CONFIG_KALLSYMS is not set, or somebody
 * removed them).
 *
 * @param map of the kernel; of a raw binary, its first byte is at 0.
 * @throws {FormatError} if there are some and they do not agree with each other.
 */
export function openKallsyms(kernel: KernelBytes, map: KernelMap): Kallsyms | undefined {
  const tokens = findTokenTable(kernel.kernel, kernel.littleEndian);
  if (!tokens) return undefined;
  const names = findNameList(kernel, tokens);
  return {
    ...findAddresses(kernel, names, tokens, map),
    count: names.count,
    each: (visit) => eachName(kernel.kernel, names, tokens, visit),
  };
}

/** Type and name, expanded: KSYM_NAME_LEN is 512. A damaged name may be longer, and is cut off. */
const MAX_EXPANDED = 2048;

/** kallsyms_expand_symbol() in kernel/kallsyms.c, for all symbols. */
function eachName(
  bytes: Uint8Array,
  { count, start }: NameList,
  { at: tokenAt }: TokenTable,
  visit: (name: Uint8Array, length: number, row: number) => void,
): void {
  const name = new Uint8Array(MAX_EXPANDED + 1);
  let at = start;
  for (let row = 0; row < count; row += 1) {
    const end = nameEnd(bytes, at);
    let length = 0;
    for (let i = nameStart(bytes, at); i < end; i += 1) {
      let token = tokenAt[bytes[i] ?? 0] ?? 0;
      for (let byte = bytes[token] ?? 0; byte !== 0 && length < MAX_EXPANDED; byte = bytes[token] ?? 0) {
        name[length] = byte;
        length += 1;
        token += 1;
      }
    }
    name[length] = 0;
    visit(name, length, row);
    at = end;
  }
}

/** Addresses of the symbols that `names` lists, in one pass; absent where there is no such symbol. Of several the first. */
export function addressesOf(kallsyms: Kallsyms, names: readonly string[]): ReadonlyMap<string, bigint> {
  const wanted = nameTable(nameColumn(names));
  const found = new Map<string, bigint>();
  kallsyms.each((expanded, _, row) => {
    // The first letter is the type.
    const name = names[findName(wanted, expanded, 1)];
    if (name !== undefined && !found.has(name)) found.set(name, kallsyms.addressOf(row));
  });
  return found;
}
