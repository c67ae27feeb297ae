import { FormatError } from "../../io/format-error.ts";

const SPACE = 0x20;
const NEWLINE = 0x0a;

const utf8 = new TextDecoder("utf-8");

/**
 * The records of a pax extended header, `"LENGTH KEY=VALUE\n"`; of equal keys the last counts. pax(1), "pax Header Block".
 *
 * @param at offset of `bytes` in the archive, for messages
 * @throws {FormatError} if a record is not of that form.
 */
export function parsePax(bytes: Uint8Array, name: string, at: number): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  let from = 0;
  while (from < bytes.length) {
    const space = bytes.indexOf(SPACE, from);
    const length = Number(utf8.decode(bytes.subarray(from, Math.max(from, Math.min(space, from + 10)))));
    const end = from + length;
    const equals = bytes.indexOf(0x3d, space);
    const isRecord =
      space > from && length > 0 && equals > space && equals < end && bytes[end - 1] === NEWLINE;
    if (!isRecord) throw new FormatError(name, at + from, "tar: a pax record is damaged");
    records.set(
      utf8.decode(bytes.subarray(space + 1, equals)),
      utf8.decode(bytes.subarray(equals + 1, end - 1)),
    );
    from = end;
  }
  return records;
}
