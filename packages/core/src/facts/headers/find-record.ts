import { conditionOf, type Header } from "../../formats/c-header/header.ts";
import { type RecordDeclaration, recordsNamed } from "../../formats/c-header/records.ts";
import { findBytes } from "../../io/find-bytes.ts";
import { readAll } from "../../io/byte-source.ts";
import { evaluated, type Macros } from "../../model/header-condition.ts";
import { MAX_HEADER } from "../../formats/c-header/tokens.ts";
import type { Headers } from "./headers.ts";
import { withDefinitions } from "./macros.ts";

/** A declaration, and the header that it stands in. */
export interface FoundRecord {
  readonly header: Header;
  /** What is known of macros there. */
  readonly macros: Macros;
  readonly record: RecordDeclaration;
}

/** Headers that are looked through for one struct: what `linux/module.h` includes are 700. */
const MAX_HEADERS = 3000;

/** Where the search begins: what modules include; the headers that these include follow. */
const STARTS = [
  "linux/module.h",
  "linux/sched.h",
  "linux/fs.h",
  "linux/device.h",
  "linux/netdevice.h",
  "linux/skbuff.h",
  "linux/pci.h",
  "linux/usb.h",
  "linux/blkdev.h",
  "linux/mm.h",
];

/**
 * The declaration of a struct or union that the headers' own configuration leaves, searched along the includes; `undefined`
 * when there is none.
 *
 * @param near a header that has it or includes it
 * @throws {FormatError} if a header on the way is damaged.
 */
export async function findRecord(
  headers: Headers,
  kind: "struct" | "union",
  name: string,
  near?: string,
): Promise<FoundRecord | undefined> {
  const wanted = new TextEncoder().encode(name);
  const seen = new Set(near === undefined ? STARTS : [near, ...STARTS]);
  for (const include of seen) {
    if (seen.size > MAX_HEADERS) break;
    const file = await headers.find(include);
    if (!file) continue;
    const header = await headers.open(include);
    if (!header) continue;
    // Most headers do not even name it.
    if (findBytes(await readAll(file, MAX_HEADER), wanted) >= 0) {
      const found = declared(headers, header, kind, name);
      if (found) return found;
    }
    for (const next of header.includes) seen.add(next);
  }
  return undefined;
}

/** The first declaration of several that is there. */
function declared(
  headers: Headers,
  header: Header,
  kind: "struct" | "union",
  name: string,
): FoundRecord | undefined {
  const macros = withDefinitions(header, headers.macros);
  const record = recordsNamed(header, kind, name).find(({ condition }) => evaluated(condition, macros) !== 0);
  return record && { header, macros, record };
}

/**
 * The same declaration with nothing in it that the configuration leaves out, as the compiler reads it.
 *
 * @throws {FormatError} if it does not end.
 */
export function underConfiguration({ header, macros, record }: FoundRecord): RecordDeclaration | undefined {
  return recordsNamed(header, record.kind, record.name, (branch) => {
    const value = evaluated(conditionOf(branch), macros);
    return value === undefined ? undefined : value !== 0;
  }).find(({ at }) => at === record.at);
}
