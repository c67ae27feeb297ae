import type {
  CType,
  EnumType,
  EnumValue,
  FunctionType,
  IntType,
  QualifiedType,
  RecordType,
  TypeId,
} from "../../model/c-type.ts";
import { constantOf, flagOf, numberOf, referenceOf, textOf } from "./attributes.ts";
import * as D from "./constants.ts";
import { childrenOf, idOf } from "./entry.ts";
import { membersOf } from "./members.ts";
import { type EntryOf, typeEntryOf } from "./resolved-entry.ts";
import type { Entry } from "./unit.ts";

/**
 * In DWARF an array of several dimensions is one entry; C has arrays of arrays. The inner ones have the id of the entry and
 * so many of these: more than any file has bytes.
 */
export const DIMENSION = 2 ** 44;
const MAX_DIMENSIONS = 64;

/**
 * What an entry says as a C type.
 *
 * @param dimension of an array, from the left: 0 is the array itself
 * @param entryOf for the types of members and constants, where their size or sign is asked for
 * @throws {FormatError} if it is no type, or damaged.
 */
export function readType(entry: Entry, dimension: number, entryOf: EntryOf): CType {
  if (entry.tag === D.DW_TAG_array_type) return arrayOf(entry, dimension);
  const reader = readers.get(entry.tag);
  if (reader && dimension === 0) return reader(entry, entryOf);
  return fail(entry, `an entry with tag 0x${entry.tag.toString(16)}, which is no C type`);
}

const fail = ({ unit, at }: Entry, what: string): never => unit.cursor.fail(what, at);
const nameOf = (entry: Entry): string => textOf(entry, D.DW_AT_name) ?? "";
/** No type is `void`. */
const target = (entry: Entry): TypeId => referenceOf(entry, D.DW_AT_type) ?? 0;
const pointer = (entry: Entry): CType => ({ kind: "pointer", to: target(entry) });
const sizeOf = (entry: Entry): number =>
  numberOf(entry, D.DW_AT_byte_size) ??
  fail(entry, "a type whose size is not given, or computed at run time");

const qualified =
  (qualifier: Exclude<QualifiedType["qualifier"], "tag">) =>
  (entry: Entry): CType => ({ kind: "qualified", qualifier, to: target(entry) });

const record =
  (kind: RecordType["kind"]) =>
  (declared: Entry, entryOf: EntryOf): CType => {
    const entry = definitionOf(declared, entryOf);
    const name = nameOf(entry ?? declared);
    if (!entry) return { kind: "forward", of: kind, name };
    const alignment = numberOf(entry, D.DW_AT_alignment);
    const aligned = alignment === undefined ? {} : { alignment };
    return { kind, name, size: sizeOf(entry), ...aligned, members: membersOf(entry, entryOf) };
  };

/**
 * The definition of what is only declared here, which is in a type unit. An entry that is no declaration is its own;
 * `undefined` when this program has none, as far as the unit knows.
 */
function definitionOf(entry: Entry, entryOf: EntryOf): Entry | undefined {
  const id = referenceOf(entry, D.DW_AT_signature);
  const definition = id === undefined ? entry : entryOf(id);
  return definition.tag === entry.tag && !flagOf(definition, D.DW_AT_declaration) ? definition : undefined;
}

/** DW_AT_encoding of what is no integer. */
const floats: ReadonlySet<number> = new Set([
  D.DW_ATE_float,
  D.DW_ATE_complex_float,
  D.DW_ATE_imaginary_float,
  D.DW_ATE_decimal_float,
]);

function base(entry: Entry): CType {
  const name = nameOf(entry);
  const size = sizeOf(entry);
  const encoding = numberOf(entry, D.DW_AT_encoding) ?? 0;
  return floats.has(encoding)
    ? { kind: "float", name, size }
    : { kind: "int", name, size, encoding: signOf(encoding) };
}

/** A `char` of either sign is what its encoding says: whether plain `char` has one depends on the architecture. */
function signOf(encoding: number): IntType["encoding"] {
  if (encoding === D.DW_ATE_boolean) return "bool";
  return encoding === D.DW_ATE_signed || encoding === D.DW_ATE_signed_char ? "signed" : "unsigned";
}

function enumeration(declared: Entry, entryOf: EntryOf): CType {
  const entry = definitionOf(declared, entryOf);
  const name = nameOf(entry ?? declared);
  if (!entry) return { kind: "forward", of: "enum", name };
  // The integer type that the compiler chose: GCC and Clang tell it.
  const underlying = typeEntryOf(entry, entryOf);
  const size = numberOf(entry, D.DW_AT_byte_size) ?? sizeOf(underlying ?? entry);
  const encoding = underlying && numberOf(underlying, D.DW_AT_encoding);
  const sign = encoding === undefined ? undefined : signOf(encoding);
  return { kind: "enum", name, size, values: valuesOf(entry, size, sign) };
}

function extended(raw: bigint, bits: number, sign: IntType["encoding"] | undefined): bigint {
  if (sign === undefined) return raw;
  return sign === "signed" ? BigInt.asIntN(bits, raw) : BigInt.asUintN(bits, raw);
}

/** A constant of one to eight bytes has no sign of its own: that of the type counts, and else it is as written. */
function valuesOf(entry: Entry, size: number, sign: IntType["encoding"] | undefined): EnumType["values"] {
  const bits = 8 * Math.min(size, 8);
  const values: EnumValue[] = [];
  for (const child of childrenOf(entry)) {
    if (child.tag !== D.DW_TAG_enumerator) continue;
    const raw = constantOf(child, D.DW_AT_const_value) ?? fail(child, "an enumerator without a constant");
    values.push({ name: nameOf(child), value: extended(raw, bits, sign) });
  }
  return values;
}

function arrayOf(entry: Entry, dimension: number): CType {
  const counts: number[] = [];
  for (const child of childrenOf(entry)) {
    if (child.tag === D.DW_TAG_subrange_type) counts.push(countOf(child));
    if (counts.length > MAX_DIMENSIONS) fail(entry, `an array of more than ${MAX_DIMENSIONS} dimensions`);
  }
  const last = Math.max(0, counts.length - 1);
  if (dimension > last) fail(entry, `dimension ${dimension} of an array of ${counts.length}`);
  const element = dimension < last ? idOf(entry) + (dimension + 1) * DIMENSION : target(entry);
  return { kind: "array", element, count: counts[dimension] ?? 0 };
}

/** Upper bounds of an array of none: -1 in a size_t of 32 or 64 bits. */
const MINUS_ONE: ReadonlySet<bigint> = new Set([-1n, 0xffff_ffffn, 0xffff_ffff_ffff_ffffn]);

/** Elements of a dimension; 0 for a flexible array and for one whose length is computed at run time. */
function countOf(subrange: Entry): number {
  const count = constantOf(subrange, D.DW_AT_count);
  if (count !== undefined) return Number(count);
  const upper = constantOf(subrange, D.DW_AT_upper_bound) ?? -1n;
  return MINUS_ONE.has(upper) ? 0 : Number(upper) + 1;
}

/** A prototype: that of a type, or of a function that is defined. */
function prototype(entry: Entry, entryOf: EntryOf): FunctionType {
  const parameters: { name: string; type: TypeId }[] = [];
  let variadic = false;
  for (const child of childrenOf(entry)) {
    if (child.tag === D.DW_TAG_unspecified_parameters) variadic = true;
    else if (child.tag === D.DW_TAG_formal_parameter) {
      parameters.push({ name: nameOf(child), type: target(child) });
    }
  }
  return { kind: "function", returns: returnsOf(entry, entryOf), parameters, variadic };
}

/** A definition leaves to its declaration what that says. */
function returnsOf(entry: Entry, entryOf: EntryOf): TypeId {
  const returns = referenceOf(entry, D.DW_AT_type);
  const declared = returns === undefined ? referenceOf(entry, D.DW_AT_specification) : undefined;
  return declared === undefined ? (returns ?? 0) : target(entryOf(declared));
}

const readers: ReadonlyMap<number, (entry: Entry, entryOf: EntryOf) => CType> = new Map([
  [D.DW_TAG_base_type, base],
  [D.DW_TAG_pointer_type, pointer],
  [D.DW_TAG_reference_type, pointer],
  [D.DW_TAG_rvalue_reference_type, pointer],
  [D.DW_TAG_structure_type, record("struct")],
  [D.DW_TAG_class_type, record("struct")],
  [D.DW_TAG_union_type, record("union")],
  [D.DW_TAG_enumeration_type, enumeration],
  [D.DW_TAG_typedef, (entry): CType => ({ kind: "typedef", name: nameOf(entry), to: target(entry) })],
  [D.DW_TAG_const_type, qualified("const")],
  [D.DW_TAG_volatile_type, qualified("volatile")],
  [D.DW_TAG_restrict_type, qualified("restrict")],
  [D.DW_TAG_atomic_type, qualified("atomic")],
  [D.DW_TAG_subroutine_type, prototype],
  [D.DW_TAG_subprogram, prototype],
  [D.DW_TAG_unspecified_type, (): CType => ({ kind: "void" })],
]);
