import { FormatError } from "../../io/format-error.ts";

const latin1 = new TextDecoder("latin1");

/**
 * The lines of an index that depmod(8) or kbuild wrote, with their offsets; empty ones are left out.
 *
 * @throws {FormatError} if there is a NUL: it is no text.
 */
export function* lines(
  bytes: Uint8Array,
  source: string,
): Iterable<{ readonly at: number; readonly text: string }> {
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw new FormatError(source, nul, "a text wanted, a NUL found");
  let at = 0;
  while (at < bytes.length) {
    const newline = bytes.indexOf(10, at);
    const end = newline < 0 ? bytes.length : newline;
    const text = latin1.decode(bytes.subarray(at, end)).trimEnd();
    if (text !== "") yield { at, text };
    at = end + 1;
  }
}
