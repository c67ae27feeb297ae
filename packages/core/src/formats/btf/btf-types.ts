import { FormatError } from "../../io/format-error.ts";
import type {
  CType,
  CTypes,
  EnumType,
  EnumValue,
  IntType,
  Member,
  NamedKind,
  QualifiedType,
  RecordType,
  TypeId,
} from "../../model/c-type.ts";
import { type Btf, type BtfType, typeAt } from "./btf.ts";
import { btfTable } from "./btf-table.ts";
import {
  BTF_KIND_ARRAY,
  BTF_KIND_CONST,
  BTF_KIND_ENUM,
  BTF_KIND_ENUM64,
  BTF_KIND_FLOAT,
  BTF_KIND_FUNC,
  BTF_KIND_FUNC_PROTO,
  BTF_KIND_FWD,
  BTF_KIND_INT,
  BTF_KIND_PTR,
  BTF_KIND_RESTRICT,
  BTF_KIND_STRUCT,
  BTF_KIND_TYPEDEF,
  BTF_KIND_TYPE_TAG,
  BTF_KIND_UNION,
  BTF_KIND_VOLATILE,
} from "./structs.ts";

/** Types of which `btf` is the last part: its own, and those of the base that it counts on from. */
interface Parts {
  readonly base?: Btf;
  readonly btf: Btf;
  /** The first id of `btf` itself. */
  readonly start: number;
}

const latin1 = new TextDecoder("latin1");
const NUL = 0;

/**
 * The types of BTF as C has them. With `base`, `btf` is split BTF: the types of a module, numbered on from those of the
 * kernel that it was built for. Nothing is read before it is asked for.
 *
 * What BTF does not have: alignments, and which of two structs of one name a scope means.
 */
export function btfTypes(btf: Btf, base?: Btf): CTypes {
  const parts: Parts = { btf, start: base ? base.offsets.length : 1, ...(base && { base }) };
  const pointerSize = pointerSizeOf(base ?? btf);
  return {
    source: btf.source,
    littleEndian: btf.littleEndian,
    ...(pointerSize !== undefined && { pointerSize }),
    type: (id) => read(parts, id),
    named: (kind, name) => named(parts, kind, name),
    definitions: (kind) => definitions(parts, kind),
    table: () => btfTable(btf, base),
    fail: (what) => {
      throw new FormatError(btf.source, btf.typesAt, what);
    },
  };
}

/** The part that a type is in, and its number there. */
function locate({ base, btf, start }: Parts, id: TypeId): BtfType & { readonly in: Btf } {
  if (id >= start && base) return { ...typeAt(btf, id - start + 1), in: btf };
  return { ...typeAt(base ?? btf, id), in: base ?? btf };
}

/** Strings of split BTF go on from those of its base. btf__str_by_offset() in tools/lib/bpf/btf.c */
function nameAt({ base, btf }: Parts, offset: number): string {
  const { strings, at } = stringsWith(base, btf, offset);
  if (at >= strings.length) {
    throw new FormatError(
      btf.source,
      btf.typesAt,
      `string at ${offset} wanted, there are fewer bytes of strings`,
    );
  }
  return latin1.decode(strings.subarray(at, strings.indexOf(NUL, at)));
}

function stringsWith(base: Btf | undefined, btf: Btf, offset: number): { strings: Uint8Array; at: number } {
  if (!base) return { strings: btf.strings, at: offset };
  const { length } = base.strings;
  return offset < length
    ? { strings: base.strings, at: offset }
    : { strings: btf.strings, at: offset - length };
}

/** An entry, and what it is read with. */
interface Entry extends BtfType {
  readonly parts: Parts;
  readonly in: Btf;
}

function read(parts: Parts, id: TypeId): CType {
  if (id === 0) return { kind: "void" };
  const entry = { ...locate(parts, id), id, parts };
  const reader = readers[entry.kind];
  if (reader) return reader(entry);
  const { source, typesAt } = entry.in;
  throw new FormatError(source, typesAt, `type ${id}: kind ${entry.kind} is no C type`);
}

const nameOf = ({ parts, nameOffset }: Entry): string => nameAt(parts, nameOffset);
const wordAt = ({ in: btf }: Entry, at: number): number => btf.types.getUint32(at, btf.littleEndian);

const qualified =
  (qualifier: Exclude<QualifiedType["qualifier"], "tag">) =>
  ({ sizeOrType }: Entry): QualifiedType => ({ kind: "qualified", qualifier, to: sizeOrType });
const record =
  (kind: RecordType["kind"]) =>
  (entry: Entry): RecordType => ({
    kind,
    name: nameOf(entry),
    size: entry.sizeOrType,
    members: membersOf(entry),
  });
const enumeration = (entry: Entry): EnumType => ({
  kind: "enum",
  name: nameOf(entry),
  size: entry.sizeOrType,
  values: valuesOf(entry),
});

/** By kind; those that are missing are no types: variables, sections, tags of declarations. */
const readers: Readonly<Partial<Record<number, (entry: Entry) => CType>>> = {
  [BTF_KIND_INT]: (entry) => ({
    kind: "int",
    name: nameOf(entry),
    size: entry.sizeOrType,
    encoding: encodingOf(wordAt(entry, entry.restAt)),
  }),
  [BTF_KIND_FLOAT]: (entry) => ({ kind: "float", name: nameOf(entry), size: entry.sizeOrType }),
  [BTF_KIND_PTR]: ({ sizeOrType }) => ({ kind: "pointer", to: sizeOrType }),
  // struct btf_array: type, index_type, nelems
  [BTF_KIND_ARRAY]: (entry) => ({
    kind: "array",
    element: wordAt(entry, entry.restAt),
    count: wordAt(entry, entry.restAt + 8),
  }),
  [BTF_KIND_STRUCT]: record("struct"),
  [BTF_KIND_UNION]: record("union"),
  [BTF_KIND_ENUM]: enumeration,
  [BTF_KIND_ENUM64]: enumeration,
  [BTF_KIND_FWD]: (entry) => ({
    kind: "forward",
    of: entry.kindFlag ? "union" : "struct",
    name: nameOf(entry),
  }),
  [BTF_KIND_TYPEDEF]: (entry) => ({ kind: "typedef", name: nameOf(entry), to: entry.sizeOrType }),
  [BTF_KIND_CONST]: qualified("const"),
  [BTF_KIND_VOLATILE]: qualified("volatile"),
  [BTF_KIND_RESTRICT]: qualified("restrict"),
  [BTF_KIND_TYPE_TAG]: (entry) => ({
    kind: "qualified",
    qualifier: "tag",
    tag: nameOf(entry),
    to: entry.sizeOrType,
  }),
  [BTF_KIND_FUNC]: ({ parts, id, sizeOrType }) => prototypeOf(parts, id, sizeOrType),
  [BTF_KIND_FUNC_PROTO]: (entry) => {
    const all = Array.from({ length: entry.vlen }, (_, i) => ({
      name: nameAt(entry.parts, wordAt(entry, entry.restAt + 8 * i)),
      type: wordAt(entry, entry.restAt + 8 * i + 4),
    }));
    // A last parameter without name and type stands for `...`. btf_dump in tools/lib/bpf
    const last = all.at(-1);
    const variadic = last !== undefined && last.name === "" && last.type === 0;
    const parameters = variadic ? all.slice(0, -1) : all;
    return { kind: "function", returns: entry.sizeOrType, parameters, variadic };
  },
};

/** What a function's entry refers to. @throws {FormatError} if that is no prototype: one step is all there may be. */
function prototypeOf(parts: Parts, id: TypeId, prototype: TypeId): CType {
  const { kind, in: btf } = locate(parts, prototype);
  if (kind === BTF_KIND_FUNC_PROTO) return read(parts, prototype);
  throw new FormatError(btf.source, btf.typesAt, `function ${id}: type ${prototype} is no prototype`);
}

// BTF_INT_SIGNED, BTF_INT_CHAR, BTF_INT_BOOL in include/uapi/linux/btf.h
function encodingOf(word: number): IntType["encoding"] {
  const bits = (word >>> 24) & 0xf;
  if ((bits & 4) !== 0) return "bool";
  if ((bits & 2) !== 0) return "char";
  return (bits & 1) !== 0 ? "signed" : "unsigned";
}

/** `sizeof(struct btf_member)`: `name_off`, `type`, `offset`. */
const MEMBER_SIZE = 12;

function membersOf(entry: Entry): Member[] {
  const { parts, vlen, kindFlag, restAt } = entry;
  return Array.from({ length: vlen }, (_, i) => {
    const at = restAt + i * MEMBER_SIZE;
    const offset = wordAt(entry, at + 8);
    const type = wordAt(entry, at + 4);
    const member = { name: nameAt(parts, wordAt(entry, at)), type };
    // BTF_MEMBER_BIT_OFFSET and BTF_MEMBER_BITFIELD_SIZE: with kind_flag the upper 8 bits are the width.
    if (!kindFlag) return { ...member, bitOffset: offset, ...narrowInt(parts, type) };
    const bitSize = offset >>> 24;
    return { ...member, bitOffset: offset & 0xffffff, ...(bitSize !== 0 && { bitSize }) };
  });
}

/** Without kind_flag a bit-field is a member of an integer type of fewer bits than its size: BTF_INT_BITS. */
function narrowInt(parts: Parts, id: TypeId): { readonly bitSize?: number } {
  const { kind, sizeOrType, restAt, in: btf } = locate(parts, id);
  if (kind !== BTF_KIND_INT) return {};
  const bits = btf.types.getUint32(restAt, btf.littleEndian) & 0xff;
  return bits !== 0 && bits < sizeOrType * 8 ? { bitSize: bits } : {};
}

function valuesOf(entry: Entry): EnumValue[] {
  const { parts, kind, vlen, kindFlag, restAt } = entry;
  // struct btf_enum: name_off, val; struct btf_enum64: name_off, val_lo32, val_hi32. kind_flag: signed.
  const wide = kind === BTF_KIND_ENUM64;
  return Array.from({ length: vlen }, (_, i) => {
    const at = restAt + i * (wide ? 12 : 8);
    const raw = BigInt(wordAt(entry, at + 4)) | (wide ? BigInt(wordAt(entry, at + 8)) << 32n : 0n);
    return {
      name: nameAt(parts, wordAt(entry, at)),
      value: kindFlag ? BigInt.asIntN(wide ? 64 : 32, raw) : raw,
    };
  });
}

const KINDS: Readonly<Record<NamedKind, readonly number[]>> = {
  struct: [BTF_KIND_STRUCT],
  union: [BTF_KIND_UNION],
  enum: [BTF_KIND_ENUM, BTF_KIND_ENUM64],
  typedef: [BTF_KIND_TYPEDEF],
  function: [BTF_KIND_FUNC],
};

/** Compares bytes: 100,000 names are not made strings to find one. */
function named(parts: Parts, kind: NamedKind, name: string): TypeId[] {
  const wanted = new TextEncoder().encode(`${name}\0`);
  if (wanted.length === 1) return [];
  const found: TypeId[] = [];
  for (const { id, nameOffset } of entries(parts, KINDS[kind])) {
    const { strings, at } = stringsWith(parts.base, parts.btf, nameOffset);
    if (standsAt(strings, at, wanted)) found.push(id);
  }
  return found;
}

function* definitions(parts: Parts, kind: NamedKind): Iterable<readonly [name: string, id: TypeId]> {
  for (const { id, nameOffset } of entries(parts, KINDS[kind])) {
    if (nameOffset !== 0) yield [nameAt(parts, nameOffset), id];
  }
}

function* entries(
  { base, btf, start }: Parts,
  kinds: readonly number[],
): Iterable<{ readonly id: TypeId; readonly nameOffset: number }> {
  const sections = base ? [[base, 0] as const, [btf, start - 1] as const] : [[btf, 0] as const];
  for (const [{ types, offsets, littleEndian }, before] of sections) {
    for (let id = 1; id < offsets.length; id += 1) {
      const at = offsets[id] ?? 0;
      if (kinds.includes((types.getUint32(at + 4, littleEndian) >>> 24) & 0x1f)) {
        yield { id: before + id, nameOffset: types.getUint32(at, littleEndian) };
      }
    }
  }
}

function standsAt(strings: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (strings[at + i] !== wanted[i]) return false;
  return true;
}

/** The kernel's `long` is as wide as its pointers. determine_ptr_size() in tools/lib/bpf/btf.c does the same. */
function pointerSizeOf({ types, offsets, strings, littleEndian }: Btf): 4 | 8 | undefined {
  const wanted = LONGS.map((name) => new TextEncoder().encode(`${name}\0`));
  for (let id = 1; id < offsets.length; id += 1) {
    const at = offsets[id] ?? 0;
    if (((types.getUint32(at + 4, littleEndian) >>> 24) & 0x1f) !== BTF_KIND_INT) continue;
    const nameOffset = types.getUint32(at, littleEndian);
    const size = types.getUint32(at + 8, littleEndian);
    if ((size === 4 || size === 8) && wanted.some((name) => standsAt(strings, nameOffset, name))) return size;
  }
  return undefined;
}

const LONGS = ["long int", "long unsigned int", "unsigned long", "long"];
