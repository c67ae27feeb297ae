import type { CTypes, RecordType, TypeId } from "../model/c-type.ts";
import { isRecord } from "./record-behind.ts";
import { resolved } from "./resolved.ts";
import { sizeOf } from "./size-of.ts";

/** Where a member stands, in bits, and how many it has; 0 where its type has no size. */
export interface MemberPlace {
  readonly type: TypeId;
  readonly bitOffset: number;
  readonly bits: number;
}

/** Records without a name in such records. */
const MAX_NESTING = 32;
/** Members of one record: the kernel's largest has some hundreds. */
const MAX_MEMBERS = 65_536;

/**
 * Where each member of `record` stands, by name; those of a record that has no name itself as well: by their own name where it
 * is a member without one, else as `"outer.inner"`.
 *
 * @throws {FormatError} if its types are damaged.
 */
export function placesOf(types: CTypes, record: RecordType): ReadonlyMap<string, MemberPlace> {
  const found = new Map<string, MemberPlace>();
  const add = ({ members }: RecordType, base: number, prefix: string, depth: number): void => {
    if (depth > MAX_NESTING || found.size > MAX_MEMBERS) types.fail(`${record.name}: nested too deeply`);
    for (const { name, type, bitOffset, bitSize } of members) {
      const at = base + bitOffset;
      const inner = bitSize === undefined ? resolved(types, type) : undefined;
      if (name !== "") {
        found.set(prefix + name, { type, bitOffset: at, bits: bitSize ?? 8 * (sizeOf(types, type) ?? 0) });
      }
      if (inner && isRecord(inner) && inner.name === "") {
        add(inner, at, name === "" ? prefix : `${prefix}${name}.`, depth + 1);
      }
    }
  };
  add(record, 0, "", 0);
  return found;
}
