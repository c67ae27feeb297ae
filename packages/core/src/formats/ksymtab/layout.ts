import { damaged, type SectionBytes } from "../elf/section-bytes.ts";

/** What the fields of a table point to, whichever way the file says it. */
export interface Pointers {
  /**
   * Offset in `__ksymtab_strings` of what the field at `offset` points to; `undefined` when it points elsewhere or
   * nowhere.
   */
  string(offset: number, form: PointerForm): number | undefined;
}

/** How a field of `struct kernel_symbol` points. */
export interface PointerForm {
  /** Bytes of a field. */
  readonly size: 4 | 8;
  /** CONFIG_HAVE_ARCH_PREL32_RELOCATIONS: the distance from the field itself, else an address. */
  readonly relative: boolean;
}

/** One entry of a table, as offsets in `__ksymtab_strings`. */
export interface EntryStrings {
  readonly name: number;
  /** Absent where there is no such field, or where it points nowhere. */
  readonly namespace?: number;
}

interface Layout extends PointerForm {
  /** value and name; since v5.4 namespace too. */
  readonly fields: 2 | 3;
}

const layouts: readonly Layout[] = [
  { size: 4, relative: true, fields: 3 },
  { size: 4, relative: true, fields: 2 },
  { size: 4, relative: false, fields: 3 },
  { size: 4, relative: false, fields: 2 },
  { size: 8, relative: false, fields: 3 },
  { size: 8, relative: false, fields: 2 },
];

/**
 * The entries of a table of `struct kernel_symbol` (include/linux/export-internal.h and its predecessors). Which of
 * the layouts it has depends on the kernel's version and architecture, and is seen: it is the one in which every name
 * points into the strings.
 *
 * @throws {FormatError} if there is no such layout.
 */
export function readEntries(table: SectionBytes, pointers: Pointers): EntryStrings[] {
  for (const layout of layouts) {
    const entries = layout.size <= table.encoding.wordSize ? tryLayout(table, layout, pointers) : undefined;
    if (entries) return entries;
  }
  return damaged(table, 0, `a table of exports whose names point into the strings expected`);
}

function tryLayout(table: SectionBytes, layout: Layout, pointers: Pointers): EntryStrings[] | undefined {
  const { size, fields } = layout;
  const entrySize = size * fields;
  const { length } = table.bytes;
  if (length % entrySize !== 0) return undefined;
  const entries: EntryStrings[] = [];
  for (let base = 0; base < length; base += entrySize) {
    const name = pointers.string(base + size, layout);
    if (name === undefined) return undefined;
    const namespace = fields === 3 ? pointers.string(base + 2 * size, layout) : undefined;
    entries.push(namespace === undefined ? { name } : { name, namespace });
  }
  return entries;
}
