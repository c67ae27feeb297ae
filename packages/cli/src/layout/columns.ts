import { type LayoutRow, widthOf } from "@kofit/core";

/** An offset in bytes, and `12:3` for a bit-field that begins 3 bits behind byte 12; `–` for none. */
export function offsetText(row: LayoutRow | undefined): string {
  if (!row) return "–";
  const bytes = Math.floor(row.bitOffset / 8);
  return row.bitField ? `${bytes}:${row.bitOffset % 8}` : String(bytes);
}

/** A size in bytes, of a bit-field nothing: its declaration has it; `?` where it is not known. */
export function sizeText(row: LayoutRow | undefined): string {
  if (!row || row.bitField) return "";
  return row.bits === undefined ? "?" : String(row.bits / 8);
}

/** `1280 (0x500)` */
export const withHex = (bytes: number): string => `${bytes} (0x${bytes.toString(16)})`;

/** Flush right in so many columns: a Chinese character takes two. */
export const right = (text: string, columns: number): string =>
  " ".repeat(Math.max(0, columns - widthOf(text))) + text;
