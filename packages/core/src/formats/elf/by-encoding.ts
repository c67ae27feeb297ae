import type { Encoding } from "../../io/cursor.ts";

/** `make(encoding)` for the four encodings, made once: layouts are asked for by every file that is read. */
export function byEncoding<T>(make: (encoding: Encoding) => T): (encoding: Encoding) => T {
  const of = (wordSize: 4 | 8): { little: T; big: T } => ({
    little: make({ littleEndian: true, wordSize }),
    big: make({ littleEndian: false, wordSize }),
  });
  const narrow = of(4);
  const wide = of(8);
  return ({ littleEndian, wordSize }) => (wordSize === 4 ? narrow : wide)[littleEndian ? "little" : "big"];
}
