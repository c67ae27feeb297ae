import { Cursor, type Encoding } from "./cursor.ts";

/** One field: how to read it. */
export type Field<T> = (c: Cursor) => T;

export const u8: Field<number> = (c) => c.u8();
export const u16: Field<number> = (c) => c.u16();
export const u32: Field<number> = (c) => c.u32();
export const u64: Field<bigint> = (c) => c.u64();
/** A word that counts bytes. */
export const size: Field<number> = (c) => c.size();
/** A word that is a virtual address. */
export const address: Field<bigint> = (c) => c.address();
/** `length` bytes as they are. */
export const blob =
  (length: number): Field<Uint8Array> =>
  (c) =>
    c.take(length);

type Shape = Readonly<Record<string, Field<unknown>>>;
type Values<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };
/** The object that a struct reads to. */
export type Read<S> = S extends Struct<infer F> ? Values<F> : never;

/** A C struct: its fields in declaration order, named as in the header it comes from. */
export interface Struct<S extends Shape> {
  read(c: Cursor): Values<S>;
  /** `count` consecutive structs. Allocates only what `c` can hold. */
  readMany(c: Cursor, count: number): Values<S>[];
  /** Size in bytes. */
  sizeof(encoding: Encoding): number;
  /** Where each field starts, in bytes: for the few loops that are too hot to make objects. */
  offsets(encoding: Encoding): Readonly<Record<keyof S, number>>;
}

/** Declares a C struct. */
export function struct<const S extends Shape>(shape: S): Struct<S> {
  const fields = Object.entries(shape);
  const self: Struct<S> = {
    read(c) {
      const out: Record<string, unknown> = {};
      for (const [name, read] of fields) out[name] = read(c);
      return out as Values<S>;
    },
    readMany(c, count) {
      const each = self.sizeof(c.encoding);
      if (count * each > c.left) c.fail(`${count} entries of ${each} bytes wanted, ${c.left} bytes left`);
      return Array.from({ length: count }, () => self.read(c));
    },
    sizeof(encoding) {
      const probe = new Cursor(new Uint8Array(1024), "sizeof", encoding);
      self.read(probe);
      return probe.offset;
    },
    offsets(encoding) {
      const probe = new Cursor(new Uint8Array(1024), "offsets", encoding);
      const out: Record<string, number> = {};
      for (const [name, read] of fields) {
        out[name] = probe.offset;
        read(probe);
      }
      return out as Record<keyof S, number>;
    },
  };
  return self;
}
