import type { Encoding } from "../../io/cursor.ts";
import { FormatError } from "../../io/format-error.ts";
import { viewOf } from "./word.ts";

/** The bytes of one section and where they stand, so that an error can say it. */
export interface SectionBytes {
  readonly bytes: Uint8Array;
  /** Of the same bytes. */
  readonly view: DataView;
  /** Name of the input. */
  readonly source: string;
  /** Offset of the section in the input. */
  readonly offset: number;
  readonly encoding: Encoding;
}

/** The bytes of a section that starts at `offset` of the input `source`. */
export const sectionBytes = (
  bytes: Uint8Array,
  source: string,
  offset: number,
  encoding: Encoding,
): SectionBytes => ({ bytes, view: viewOf(bytes), source, offset, encoding });

/** @throws {FormatError} always; `at` is an offset in the section. */
export function damaged({ source, offset }: SectionBytes, at: number, what: string): never {
  throw new FormatError(source, offset + at, what);
}
