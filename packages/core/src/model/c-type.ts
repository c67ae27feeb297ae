import type { TypeTable } from "./type-table.ts";

/**
 * The C types of a program, as BTF and DWARF tell them. Both readers answer with this one model.
 *
 * Three words are kept apart. Two types are *identical* when they are one entry of one program. They are *equivalent* when
 * a compiler would treat them alike wherever they stand: the same kind, name, size, and members of equivalent types at the
 * same places. They are *compatible* for a member or a function when code that was compiled with the one works with data
 * laid out by the other; a struct with a member added at its end is compatible for who only holds pointers to it.
 */
export type CType =
  | VoidType
  | IntType
  | FloatType
  | PointerType
  | ArrayType
  | RecordType
  | EnumType
  | ForwardType
  | TypedefType
  | QualifiedType
  | FunctionType;

/** Where a type stands in its program: BTF's type id, or the offset of its entry in `.debug_info`. 0 is `void`. */
export type TypeId = number;

export interface VoidType {
  readonly kind: "void";
}

export interface IntType {
  readonly kind: "int";
  /** As the compiler spells it: `"long unsigned int"`, `"char"`, `"_Bool"`. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly encoding: "signed" | "unsigned" | "char" | "bool";
}

export interface FloatType {
  readonly kind: "float";
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

export interface PointerType {
  readonly kind: "pointer";
  readonly to: TypeId;
}

export interface ArrayType {
  readonly kind: "array";
  readonly element: TypeId;
  /** Number of elements; 0 for a flexible array, which BTF cannot tell from one of none. */
  readonly count: number;
}

/** A struct or a union with its members. */
export interface RecordType {
  readonly kind: "struct" | "union";
  /** `""` for an anonymous one. */
  readonly name: string;
  /** `sizeof`, in bytes. */
  readonly size: number;
  /** In bytes, where the declaration gives one (`__aligned()`) and the format tells; absent otherwise: BTF never tells. */
  readonly alignment?: number;
  /** In declaration order; an anonymous struct or union is one member with the name `""`. */
  readonly members: readonly Member[];
  /** Whether only name and size are told, and `members` are empty for that: a distilled base of BTF. Absent when all is. */
  readonly sizeOnly?: true;
}

export interface Member {
  /** `""` for an anonymous struct or union, and for padding bits. */
  readonly name: string;
  readonly type: TypeId;
  /** From the start of the record, in bits, counted as the machine's byte order counts them. */
  readonly bitOffset: number;
  /** Width of a bit-field in bits; absent for a member that is none. */
  readonly bitSize?: number;
}

export interface EnumType {
  readonly kind: "enum";
  /** `""` for an anonymous one. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly values: readonly EnumValue[];
  /** As {@link RecordType.sizeOnly}, of `values`. */
  readonly sizeOnly?: true;
}

export interface EnumValue {
  readonly name: string;
  readonly value: bigint;
}

/** Declared and not defined here: its size is not known. */
export interface ForwardType {
  readonly kind: "forward";
  readonly of: "struct" | "union" | "enum";
  readonly name: string;
}

export interface TypedefType {
  readonly kind: "typedef";
  readonly name: string;
  readonly to: TypeId;
}

/** `const` and its like, and the attributes that BTF keeps as type tags (`__user`, `__rcu`, `__percpu`). */
export interface QualifiedType {
  readonly kind: "qualified";
  readonly qualifier: "const" | "volatile" | "restrict" | "atomic" | "tag";
  /** The tag's text: `"user"`; absent for the others. */
  readonly tag?: string;
  readonly to: TypeId;
}

export interface FunctionType {
  readonly kind: "function";
  readonly returns: TypeId;
  readonly parameters: readonly Parameter[];
  readonly variadic: boolean;
}

export interface Parameter {
  /** `""` when it has none. */
  readonly name: string;
  readonly type: TypeId;
}

/** Kinds that have a name of their own: C's tags (`struct x`, `union x`, `enum x`) and ordinary names. */
export type NamedKind = "struct" | "union" | "enum" | "typedef" | "function";

/** All types of one program, read when they are asked for. */
export interface CTypes {
  /** For messages: the input. */
  readonly source: string;
  readonly littleEndian: boolean;
  /** In bytes; absent where the format does not tell. */
  readonly pointerSize?: 4 | 8;
  /** @throws {FormatError} if there is no such type, or it is damaged. */
  type(id: TypeId): CType;
  /** Definitions of that name, in the order of the program; no forward declarations. A function's is its {@link FunctionType}. */
  named(kind: NamedKind, name: string): readonly TypeId[];
  /** Every definition of that kind that has a name, in the order of the program. */
  definitions(kind: NamedKind): Iterable<readonly [name: string, id: TypeId]>;
  /** All of them in columns, for what walks every type; absent where the reader only has a part of the program. */
  table?(): TypeTable;
  /**
   * The source file that the unit of a type was compiled from, `"drivers/net/tun.c"`; `undefined` where it has none. Absent where
   * the format does not tell.
   */
  unitOf?(id: TypeId): string | undefined;
  /** Says that these types are damaged, in a way that only shows when they are followed. @throws {FormatError} always. */
  fail(what: string): never;
}
