import { byteText } from "../../model/byte-text.ts";
import { damaged, type SectionBytes } from "./section-bytes.ts";

/**
 * The NUL-terminated string at `at` of a string table.
 *
 * @throws {FormatError} if `at` is outside the table or the string does not end in it.
 */
export function stringAt(strings: SectionBytes, at: number): string {
  const { bytes } = strings;
  if (!(at < bytes.length))
    damaged(strings, bytes.length, `a string at ${at} wanted, the table has ${bytes.length} bytes`);
  const end = bytes.indexOf(0, at);
  if (end < 0) damaged(strings, at, "string is not NUL-terminated");
  return byteText(bytes.subarray(at, end));
}

/** The bytes of an ASCII name, for {@link isStringAt}. */
export const asciiBytes = (name: string): Uint8Array => Uint8Array.from(name, (c) => c.charCodeAt(0));

/** Whether exactly `name` and a NUL stand at `at`. Compares bytes: makes no string. */
export function isStringAt({ bytes }: SectionBytes, at: number, name: Uint8Array): boolean {
  for (let i = 0; i < name.length; i += 1) if (bytes[at + i] !== name[i]) return false;
  return bytes[at + name.length] === 0;
}
