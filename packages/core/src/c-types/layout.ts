import type { CTypes, Member, RecordType } from "../model/c-type.ts";
import { alignOf } from "./align-of.ts";
import { resolved } from "./resolved.ts";
import { sizeOf } from "./size-of.ts";
import { spelling } from "./spelling.ts";

/** How a struct or union lies in memory. Offsets and sizes in bits, for members may be bit-fields. */
export interface Layout {
  readonly kind: RecordType["kind"];
  readonly name: string;
  /** `sizeof`, in bytes. */
  readonly size: number;
  /** In bytes: what its members show, see {@link alignOf}; more where it was declared so and the format does not tell. */
  readonly alignment: number;
  /** In declaration order, those of anonymous records behind the record that they are in. */
  readonly rows: readonly LayoutRow[];
  /** Bits behind the last member. */
  readonly padding: number;
}

/** A member, or an anonymous record that holds some. */
export interface LayoutRow {
  /** 0 for a member of the record itself, 1 for one of an anonymous record in it. */
  readonly depth: number;
  /** `""` for an anonymous record, and for padding bits. */
  readonly name: string;
  /** As C spells it, without the semicolon: `"struct list_head list"`. */
  readonly declaration: string;
  /** From the start of the outermost record. */
  readonly bitOffset: number;
  /** In bits; absent when the type's size is not known. */
  readonly bits?: number;
  /** Whether it is a bit-field; absent when it is none. */
  readonly bitField?: true;
  /** Bits before it that nothing uses; absent when there are none. */
  readonly hole?: number;
  /** Bits within an anonymous record behind its last member; only in the row of that member, absent when there are none. */
  readonly tail?: number;
}

/** Anonymous records in anonymous records. */
const MAX_NESTING = 32;
/** Rows of one record: the kernel's largest has some hundreds. */
const MAX_ROWS = 65_536;

/** How `record` is laid out. @throws {FormatError} if its types are damaged. */
export function layoutOf(types: CTypes, record: RecordType): Layout {
  const rows: LayoutRow[] = [];
  const padding = addRows({ types, rows }, record, 0, 0);
  const alignment = record.alignment ?? alignmentOf(types, record);
  return { kind: record.kind, name: record.name, size: record.size, alignment, rows, padding };
}

interface Into {
  readonly types: CTypes;
  readonly rows: LayoutRow[];
}

/** Adds the rows of a record that starts at `base`; answers the bits behind its last member. */
function addRows(into: Into, record: RecordType, base: number, depth: number): number {
  const { types, rows } = into;
  if (depth > MAX_NESTING || rows.length > MAX_ROWS) {
    types.fail(`${record.kind} ${record.name}: nested too deeply`);
  }
  let end = 0;
  for (const member of record.members) {
    const bits = bitsOf(types, member);
    // The members of a union lie over each other.
    const hole = record.kind === "union" ? member.bitOffset : member.bitOffset - end;
    rows.push({
      depth,
      name: member.name,
      declaration: spelling(types, member.type, member.name) + widthOf(member),
      bitOffset: base + member.bitOffset,
      ...(bits !== undefined && { bits }),
      ...(member.bitSize !== undefined && { bitField: true as const }),
      ...(hole > 0 && { hole }),
    });
    const inner = anonymous(types, member);
    if (inner) closeInner(rows, addRows(into, inner, base + member.bitOffset, depth + 1));
    end = Math.max(end, member.bitOffset + (bits ?? 0));
  }
  return record.size * 8 - end;
}

function closeInner(rows: LayoutRow[], tail: number): void {
  const last = rows.pop();
  if (last) rows.push(tail > 0 && last.tail === undefined ? { ...last, tail } : last);
}

const widthOf = ({ bitSize }: Member): string => (bitSize === undefined ? "" : `:${bitSize}`);

function bitsOf(types: CTypes, { type, bitSize }: Member): number | undefined {
  if (bitSize !== undefined) return bitSize;
  const size = sizeOf(types, type);
  return size === undefined ? undefined : size * 8;
}

function anonymous(types: CTypes, { name, type, bitSize }: Member): RecordType | undefined {
  if (name !== "" || bitSize !== undefined) return undefined;
  const inner = resolved(types, type);
  return inner.kind === "struct" || inner.kind === "union" ? inner : undefined;
}

/** The largest alignment of a member, as far as the size agrees with it. */
function alignmentOf(types: CTypes, { members, size }: RecordType): number {
  const all = members.map(({ type }) => alignOf(types, type) ?? 1);
  const largest = Math.max(1, ...all);
  return size % largest === 0 ? largest : 1;
}
