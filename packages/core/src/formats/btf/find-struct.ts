import { FormatError } from "../../io/format-error.ts";
import { type Btf, stringAt, typeAt } from "./btf.ts";
import {
  BTF_KIND_CONST,
  BTF_KIND_INT,
  BTF_KIND_RESTRICT,
  BTF_KIND_STRUCT,
  BTF_KIND_TYPEDEF,
  BTF_KIND_TYPE_TAG,
  BTF_KIND_UNION,
  BTF_KIND_VOLATILE,
} from "./structs.ts";

/** A struct or union as the compiler laid it out. */
export interface BtfStruct {
  readonly name: string;
  readonly typeId: number;
  /** `sizeof`, in bytes. */
  readonly size: number;
  /** In declaration order; an anonymous struct or union is one member with the name `""`. */
  readonly members: readonly BtfMember[];
}

export interface BtfMember {
  /** `""` for an anonymous struct or union. */
  readonly name: string;
  readonly typeId: number;
  /** Offset from the start of the struct, in bits. */
  readonly bitOffset: number;
  /** Width of a bit-field in bits; absent for a member that is none. */
  readonly bitSize?: number;
}

/** `sizeof(struct btf_member)`: `name_off`, `type`, `offset`. */
const MEMBER_SIZE = 12;
/** Anonymous structs in anonymous structs: the kernel's own reach 4. */
const MAX_NESTING = 32;
/** Members of one struct, those of its anonymous ones included. The kernel's largest has some hundreds. */
const MAX_MEMBERS = 65_536;

/**
 * The struct of that name, `"module"`; `undefined` when the kernel has none. Of several (C knows scopes, BTF does not)
 * the first.
 *
 * @throws {FormatError} if a name or type that it refers to does not exist.
 */
export function findStruct(btf: Btf, name: string): BtfStruct | undefined {
  const wanted = new TextEncoder().encode(`${name}\0`);
  for (let id = 1; id < btf.offsets.length; id += 1) {
    const at = btf.offsets[id] ?? 0;
    const kind = (btf.types.getUint32(at + 4, btf.littleEndian) >>> 24) & 0x1f;
    if (
      kind === BTF_KIND_STRUCT &&
      standsAt(btf.strings, btf.types.getUint32(at, btf.littleEndian), wanted)
    ) {
      return structAt(btf, id);
    }
  }
  return undefined;
}

function standsAt(strings: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (strings[at + i] !== wanted[i]) return false;
  return true;
}

/** The struct or union `id`. @throws {FormatError} if that type is neither. */
export function structAt(btf: Btf, id: number): BtfStruct {
  const { kind, nameOffset, vlen, kindFlag, sizeOrType, restAt } = typeAt(btf, id);
  if (kind !== BTF_KIND_STRUCT && kind !== BTF_KIND_UNION) {
    throw new FormatError(
      btf.source,
      btf.typesAt,
      `type ${id}: a struct or union wanted, kind ${kind} found`,
    );
  }
  const u32 = (at: number): number => btf.types.getUint32(at, btf.littleEndian);
  const members = Array.from({ length: vlen }, (_, i) => {
    const at = restAt + i * MEMBER_SIZE;
    const offset = u32(at + 8);
    // BTF_MEMBER_BIT_OFFSET and BTF_MEMBER_BITFIELD_SIZE: with kind_flag the upper 8 bits are the width.
    const bitSize = kindFlag ? offset >>> 24 : 0;
    return {
      name: stringAt(btf, u32(at)),
      typeId: u32(at + 4),
      bitOffset: kindFlag ? offset & 0xffffff : offset,
      ...(bitSize !== 0 && { bitSize }),
    };
  });
  return { name: stringAt(btf, nameOffset), typeId: id, size: sizeOrType, members };
}

/**
 * The members that C code can name: those of anonymous structs and unions in the place of these, with their offset
 * from the start of the outermost struct.
 *
 * @throws {FormatError} if anonymous structs contain each other without end.
 */
export function namedMembers(btf: Btf, struct: BtfStruct): readonly BtfMember[] {
  const found: BtfMember[] = [];
  let seen = 0;
  const collect = (members: readonly BtfMember[], base: number, depth: number): void => {
    seen += members.length;
    if (depth > MAX_NESTING || seen > MAX_MEMBERS) {
      throw new FormatError(btf.source, btf.typesAt, `struct ${struct.name}: nested too deeply`);
    }
    for (const member of members) {
      const bitOffset = base + member.bitOffset;
      const inner = member.name === "" ? anonymousMembers(btf, member.typeId) : undefined;
      if (inner) collect(inner, bitOffset, depth + 1);
      else if (member.name !== "") found.push({ ...member, bitOffset });
    }
  };
  collect(struct.members, 0, 0);
  return found;
}

/** `undefined` when the type is no struct or union: an unnamed bit-field. */
function anonymousMembers(btf: Btf, typeId: number): readonly BtfMember[] | undefined {
  const { id, kind } = unqualified(btf, typeId);
  return kind === BTF_KIND_STRUCT || kind === BTF_KIND_UNION ? structAt(btf, id).members : undefined;
}

function unqualified(btf: Btf, typeId: number): { readonly id: number; readonly kind: number } {
  let type = typeAt(btf, typeId);
  for (let depth = 0; QUALIFIERS.has(type.kind); depth += 1) {
    if (depth > MAX_NESTING) {
      throw new FormatError(btf.source, btf.typesAt, `type ${typeId} refers to itself`);
    }
    type = typeAt(btf, type.sizeOrType);
  }
  return type;
}

const QUALIFIERS: ReadonlySet<number> = new Set([
  BTF_KIND_CONST,
  BTF_KIND_VOLATILE,
  BTF_KIND_RESTRICT,
  BTF_KIND_TYPEDEF,
  BTF_KIND_TYPE_TAG,
]);

/** `offsetof(struct, name)` in bytes; `undefined` when there is no such member or it is a bit-field. */
export function memberOffset(btf: Btf, struct: BtfStruct, name: string): number | undefined {
  const member = namedMembers(btf, struct).find((one) => one.name === name);
  return member && member.bitOffset % 8 === 0 && member.bitSize === undefined
    ? member.bitOffset / 8
    : undefined;
}

/** What BTF tells of the machine: byte order, and the size of a pointer where a `long` is found. */
export interface ArchitectureHint {
  readonly littleEndian: boolean;
  /** Absent when there is no type `long` or `unsigned long`. The kernel's `long` is as wide as its pointers. */
  readonly pointerSize?: 4 | 8;
}

/** determine_ptr_size() in tools/lib/bpf/btf.c does the same. */
export function btfArchitectureHint(btf: Btf): ArchitectureHint {
  const names = ["long int", "long unsigned int", "unsigned long", "long"];
  const wanted = names.map((name) => new TextEncoder().encode(`${name}\0`));
  for (let id = 1; id < btf.offsets.length; id += 1) {
    const { kind, nameOffset, sizeOrType } = typeAt(btf, id);
    const isLong = kind === BTF_KIND_INT && wanted.some((name) => standsAt(btf.strings, nameOffset, name));
    if (isLong && (sizeOrType === 4 || sizeOrType === 8)) {
      return { littleEndian: btf.littleEndian, pointerSize: sizeOrType };
    }
  }
  return { littleEndian: btf.littleEndian };
}
