import type { ByteSource } from "../../io/byte-source.ts";
import { Cursor } from "../../io/cursor.ts";
import { head, startsWith } from "./head.ts";

/** `e_type` of an ELF file; `undefined` when it is none. */
export async function elfType(file: ByteSource): Promise<number | undefined> {
  const bytes = await head(file, 18);
  if (bytes.length < 18 || !startsWith(bytes, "\x7fELF")) return undefined;
  // EI_DATA: ELFDATA2MSB is 2. e_type stands at the same place in both classes.
  const c = new Cursor(bytes.subarray(16), file.name, { littleEndian: bytes[5] !== 2, wordSize: 4 }, 16);
  return c.u16();
}
