import { Cursor, type Encoding } from "../../io/cursor.ts";
import type { Read } from "../../io/struct.ts";
import { Elf_Ehdr } from "./structs.ts";

/** `Elf_Ehdr` with what its `e_ident` says of the rest. Values are raw. */
export interface ElfHeader extends Read<typeof Elf_Ehdr> {
  /** EI_CLASS; anything but ELFCLASS32 is read as 64 bit, as no loader looks at it before it has read the rest. */
  readonly bits: 32 | 64;
  readonly encoding: Encoding;
}

/** Bytes that are enough for the header of either class. */
export const HEADER_SIZE = 64;

const ELFCLASS32 = 1;
const ELFDATA2MSB = 2;

/** The header at the start of `bytes`; `undefined` when there is no `\x7fELF`, or no room for a header of its class. */
export function parseHeader(bytes: Uint8Array, source: string): ElfHeader | undefined {
  if (bytes[0] !== 0x7f || bytes[1] !== 0x45 || bytes[2] !== 0x4c || bytes[3] !== 0x46) return undefined;
  const wordSize = bytes[4] === ELFCLASS32 ? 4 : 8;
  const encoding: Encoding = { littleEndian: bytes[5] !== ELFDATA2MSB, wordSize };
  if (bytes.length < (wordSize === 4 ? 52 : 64)) return undefined;
  const header = Elf_Ehdr.read(new Cursor(bytes, source, encoding));
  return { ...header, bits: wordSize === 4 ? 32 : 64, encoding };
}
