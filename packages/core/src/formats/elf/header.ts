import { Cursor, type Encoding } from "../../io/cursor.ts";
import type { Read } from "../../io/struct.ts";
import { architectureOf } from "../../model/architecture.ts";
import { Elf_Ehdr } from "./structs.ts";

/** `Elf_Ehdr` with what its `e_ident` says of the rest. Values are raw. */
export interface ElfHeader extends Read<typeof Elf_Ehdr> {
  /** The class that the header is written in. */
  readonly bits: 32 | 64;
  /** EI_CLASS, which may lie: most loaders never look at it. 0 where it is neither ELFCLASS32 nor ELFCLASS64. */
  readonly classBits: 0 | 32 | 64;
  readonly encoding: Encoding;
}

/** Bytes that are enough for the header of either class. */
export const HEADER_SIZE = 64;

const ELFCLASS32 = 1;
const ELFDATA2MSB = 2;

/**
 * The header at the start of `bytes`; `undefined` when there is no `\x7fELF`, or no room for a header of its class.
 *
 * A kernel reads every module in its own class and byte order, whatever EI_CLASS and EI_DATA say. Here the kernel is not
 * known: where the header makes no sense as they say, and does in another way, it is read in that way.
 */
export function parseHeader(bytes: Uint8Array, source: string): ElfHeader | undefined {
  if (bytes[0] !== 0x7f || bytes[1] !== 0x45 || bytes[2] !== 0x4c || bytes[3] !== 0x46) return undefined;
  const wordSize = bytes[4] === ELFCLASS32 ? 4 : 8;
  const said: Encoding = { littleEndian: bytes[5] !== ELFDATA2MSB, wordSize };
  const header = readAs(said, bytes, source);
  if (header && makesSense(header)) return header;
  for (const encoding of encodings) {
    const other = readAs(encoding, bytes, source);
    if (other && makesSense(other)) return other;
  }
  return header;
}

const encodings: readonly Encoding[] = ([8, 4] as const).flatMap((wordSize) => [
  { littleEndian: true, wordSize },
  { littleEndian: false, wordSize },
]);

function readAs(encoding: Encoding, bytes: Uint8Array, source: string): ElfHeader | undefined {
  if (bytes.length < (encoding.wordSize === 4 ? 52 : 64)) return undefined;
  const header = Elf_Ehdr.read(new Cursor(bytes, source, encoding));
  return { ...header, bits: bitsOf(encoding), classBits: classes[bytes[4] ?? 0] ?? 0, encoding };
}

const classes: readonly (0 | 32 | 64)[] = [0, 32, 64];

const bitsOf = ({ wordSize }: Encoding): 32 | 64 => (wordSize === 4 ? 32 : 64);

const ET_REL = 1;
const ET_CORE = 4;

function makesSense({ e_type, e_machine, e_shentsize, bits, encoding }: ElfHeader): boolean {
  if (e_type < ET_REL || e_type > ET_CORE || e_shentsize !== (bits === 32 ? 40 : 64)) return false;
  return architectureOf(e_machine, bits, encoding.littleEndian) !== undefined;
}
