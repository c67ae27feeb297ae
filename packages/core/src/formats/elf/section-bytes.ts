import { Cursor, type Encoding } from "../../io/cursor.ts";
import { FormatError } from "../../io/format-error.ts";

/** The bytes of one section and where they stand, so that an error can say it. */
export interface SectionBytes {
  readonly bytes: Uint8Array;
  /** Name of the input. */
  readonly source: string;
  /** Offset of the section in the input. */
  readonly offset: number;
  readonly encoding: Encoding;
}

/** A cursor at the section's first byte. */
export const cursorOf = ({ bytes, source, encoding, offset }: SectionBytes): Cursor =>
  new Cursor(bytes, source, encoding, offset);

/** @throws {FormatError} always; `at` is an offset in the section. */
export function damaged({ source, offset }: SectionBytes, at: number, what: string): never {
  throw new FormatError(source, offset + at, what);
}
