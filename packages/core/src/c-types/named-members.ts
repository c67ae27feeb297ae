import type { CTypes, Member, RecordType } from "../model/c-type.ts";
import { resolved } from "./resolved.ts";

/** Anonymous structs in anonymous structs: the kernel's own reach 4. */
const MAX_NESTING = 32;
/** Members of one struct, those of its anonymous ones included. The kernel's largest has some hundreds. */
const MAX_MEMBERS = 65_536;

/**
 * The members that C code can name: those of anonymous structs and unions in the place of these, with their offset from
 * the start of the outermost record.
 *
 * @throws {FormatError} if anonymous records contain each other without end.
 */
export function namedMembers(types: CTypes, record: RecordType): readonly Member[] {
  const found: Member[] = [];
  let seen = 0;
  const collect = (members: readonly Member[], base: number, depth: number): void => {
    seen += members.length;
    if (depth > MAX_NESTING || seen > MAX_MEMBERS)
      types.fail(`${record.kind} ${record.name}: nested too deeply`);
    for (const member of members) {
      const bitOffset = base + member.bitOffset;
      if (member.name !== "") found.push({ ...member, bitOffset });
      else {
        const inner = member.bitSize === undefined ? resolved(types, member.type) : undefined;
        if (inner?.kind === "struct" || inner?.kind === "union") collect(inner.members, bitOffset, depth + 1);
      }
    }
  };
  collect(record.members, 0, 0);
  return found;
}
