import { FormatError } from "../../io/format-error.ts";
import { tableKind, type TypeTable } from "../../model/type-table.ts";
import type { Btf } from "./btf.ts";
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
  BTF_TYPE_SIZE,
  trailing,
} from "./structs.ts";

/** By BTF's kind; which forward declaration one is, the flag tells. */
const plain: readonly (number | undefined)[] = Object.assign([], {
  [BTF_KIND_INT]: tableKind.int,
  [BTF_KIND_PTR]: tableKind.pointer,
  [BTF_KIND_ARRAY]: tableKind.array,
  [BTF_KIND_STRUCT]: tableKind.struct,
  [BTF_KIND_UNION]: tableKind.union,
  [BTF_KIND_ENUM]: tableKind.enum,
  [BTF_KIND_ENUM64]: tableKind.enum,
  [BTF_KIND_TYPEDEF]: tableKind.typedef,
  [BTF_KIND_VOLATILE]: tableKind.volatile,
  [BTF_KIND_CONST]: tableKind.const,
  [BTF_KIND_RESTRICT]: tableKind.restrict,
  [BTF_KIND_FUNC]: tableKind.function,
  [BTF_KIND_FUNC_PROTO]: tableKind.prototype,
  [BTF_KIND_FLOAT]: tableKind.float,
  [BTF_KIND_TYPE_TAG]: tableKind.tag,
});

/** `struct btf_member`, `struct btf_enum64`; `struct btf_enum`, `struct btf_param`. */
const LONG_PART = 12;

/** One section of types and the ids that it begins with. */
interface Section {
  readonly btf: Btf;
  /** The id of its first type. */
  readonly start: number;
  /** The type section, which consists of nothing else: read one by one, a million `DataView` reads cost more than all the rest. */
  readonly words: Uint32Array;
}

type Columns = { -readonly [K in keyof TypeTable]: TypeTable[K] };

/**
 * All types of BTF in columns; with `base`, `btf` is split BTF, whose types and strings go on from those of its base.
 *
 * @throws {FormatError} if a type refers to one that is not there, or to a name outside the strings.
 */
export function btfTable(btf: Btf, base?: Btf): TypeTable {
  const own = { btf, start: base ? base.offsets.length : 1, words: wordsOf(btf) };
  const sections: readonly Section[] = base ? [{ btf: base, start: 1, words: wordsOf(base) }, own] : [own];
  const types = sections.reduce((sum, section) => sum + section.btf.offsets.length - 1, 1);
  const table = emptyTable(
    types,
    sections.reduce((sum, section) => sum + partsOf(section), 0),
  );
  table.strings = base ? joined(base.strings, btf.strings) : btf.strings;
  let part = 0;
  for (const section of sections) part = fill(table, section, part);
  table.partsAt[types] = part;
  return table;
}

const isLittle = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** As numbers of this machine, in an array of its own: the section may begin at any place. */
function wordsOf({ types, littleEndian }: Btf): Uint32Array {
  const bytes = new Uint8Array(types.buffer, types.byteOffset, types.byteLength).slice();
  const words = new Uint32Array(bytes.buffer);
  if (littleEndian === isLittle) return words;
  return words.map((_, i) => types.getUint32(4 * i, littleEndian));
}

function emptyTable(types: number, parts: number): Columns {
  return {
    kinds: new Uint8Array(types),
    widths: new Uint8Array(types),
    names: new Uint32Array(types),
    sizes: new Uint32Array(types),
    targets: new Uint32Array(types),
    partsAt: new Uint32Array(types + 1),
    partNames: new Uint32Array(parts),
    partTypes: new Uint32Array(parts),
    partOffsets: new Uint32Array(parts),
    partWidths: new Uint8Array(parts),
    strings: new Uint8Array(),
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

const wordAt = (words: Uint32Array, at: number): number => words[at >> 2] ?? 0;
const kindIn = (info: number): number => (info >>> 24) & 0x1f;
/** What stands for something in C; of the others (sections) nothing is kept. */
const hasParts = (kind: number): boolean => (trailing[kind]?.each ?? 0) > 0 && plain[kind] !== undefined;

function partsOf({ btf: { offsets }, words }: Section): number {
  let parts = 0;
  for (let id = 1; id < offsets.length; id += 1) {
    const info = wordAt(words, (offsets[id] ?? 0) + 4);
    if (hasParts(kindIn(info))) parts += info & 0xffff;
  }
  return parts;
}

/** Fills in a section's types, whose parts begin at `part`; answers where the next one's begin. */
function fill(table: Columns, { btf, start, words }: Section, part: number): number {
  const { offsets } = btf;
  let next = part;
  for (let index = 1; index < offsets.length; index += 1) {
    const at = offsets[index] ?? 0;
    const id = start + index - 1;
    const info = wordAt(words, at + 4);
    table.names[id] = nameIn(table, btf, wordAt(words, at));
    table.partsAt[id] = next;
    fillType(table, btf, words, id, at);
    if (hasParts(kindIn(info))) next = fillParts(table, btf, words, next, at);
  }
  return next;
}

function fillType(table: Columns, btf: Btf, words: Uint32Array, id: number, at: number): void {
  const info = wordAt(words, at + 4);
  const kind = kindIn(info);
  const rest = at + BTF_TYPE_SIZE;
  const sizeOrType = wordAt(words, at + 8);
  table.kinds[id] = plain[kind] ?? tableKind.other;
  switch (kind) {
    case BTF_KIND_INT:
      table.sizes[id] = sizeOrType;
      // BTF_INT_BITS
      table.widths[id] = wordAt(words, rest) & 0xff;
      break;
    case BTF_KIND_FWD:
      table.kinds[id] = info >>> 31 === 1 ? tableKind.forwardUnion : tableKind.forwardStruct;
      break;
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
    case BTF_KIND_ENUM:
    case BTF_KIND_ENUM64:
    case BTF_KIND_FLOAT:
      table.sizes[id] = sizeOrType;
      break;
    case BTF_KIND_ARRAY:
      table.targets[id] = typeIn(table, btf, wordAt(words, rest));
      table.sizes[id] = wordAt(words, rest + 8);
      break;
    default:
      if (plain[kind] !== undefined) table.targets[id] = typeIn(table, btf, sizeOrType);
  }
}

function fillParts(table: Columns, btf: Btf, words: Uint32Array, first: number, at: number): number {
  const info = wordAt(words, at + 4);
  const kind = kindIn(info);
  const size = trailing[kind]?.each ?? 0;
  const isEnum = kind === BTF_KIND_ENUM || kind === BTF_KIND_ENUM64;
  const isWide = info >>> 31 === 1 && !isEnum;
  const count = info & 0xffff;
  for (let i = 0; i < count; i += 1) {
    const place = at + BTF_TYPE_SIZE + i * size;
    const second = wordAt(words, place + 4);
    const third = size === LONG_PART ? wordAt(words, place + 8) : 0;
    table.partNames[first + i] = nameIn(table, btf, wordAt(words, place));
    table.partTypes[first + i] = isEnum ? second : typeIn(table, btf, second);
    // BTF_MEMBER_BIT_OFFSET and BTF_MEMBER_BITFIELD_SIZE: with kind_flag the upper 8 bits are the width.
    table.partOffsets[first + i] = isWide ? third & 0xff_ffff : third;
    if (isWide) table.partWidths[first + i] = third >>> 24;
  }
  return first + count;
}

function typeIn(table: Columns, { source, typesAt }: Btf, id: number): number {
  if (id < table.kinds.length) return id;
  throw new FormatError(source, typesAt, `type ${id} wanted, there are ${table.kinds.length - 1}`);
}

function nameIn({ strings }: Columns, { source, typesAt }: Btf, offset: number): number {
  if (offset < strings.length || offset === 0) return offset;
  const what = `string at ${offset} wanted, there are ${strings.length} bytes of strings`;
  throw new FormatError(source, typesAt, what);
}
