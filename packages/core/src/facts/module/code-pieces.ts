import { SHF_ALLOC, SHF_EXECINSTR, SHT_NOBITS } from "../../formats/elf/constants.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { ModuleFile } from "./module-file.ts";
import { PIECE } from "./relocation-tables.ts";

/** A run of a section's instructions. */
export interface CodePiece {
  readonly section: ElfSection;
  /** What holds its bytes: they alone, or the whole file. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where in `bytes` they begin, and where they end. */
  readonly at: number;
  readonly end: number;
  /** Offset in the section of what is at `at`. */
  readonly first: number;
}

/** Bytes that two pieces of a section share, so that what is told by some instructions together is whole in one of them. */
const SHARED = 256;
const CODE = SHF_ALLOC | SHF_EXECINSTR;

/** Sections with instructions that the kernel may come to execute. Those outside of the file are another matter. */
export const codeSections = ({ elf: { sections, source } }: ModuleFile): ElfSection[] =>
  sections.filter(
    ({ sh_flags, sh_type, sh_size, sh_offset }) =>
      (sh_flags & CODE) === CODE &&
      sh_type !== SHT_NOBITS &&
      sh_size > 0 &&
      sh_offset + sh_size <= source.size,
  );

/** A section of which all is at hand; `undefined` for another one. */
export function heldCode(file: ModuleFile, section: ElfSection): CodePiece | undefined {
  const { sh_offset, sh_size } = section;
  if (file.whole) {
    const { bytes, view } = file.whole;
    return { section, bytes, view, at: sh_offset, end: sh_offset + sh_size, first: 0 };
  }
  const held = file.held(section);
  return held && { section, bytes: held.bytes, view: held.view, at: 0, end: sh_size, first: 0 };
}

/** The pieces of a section: one, where all of it is at hand. */
export async function* codePieces(file: ModuleFile, section: ElfSection): AsyncGenerator<CodePiece> {
  const held = heldCode(file, section);
  if (held) {
    yield held;
    return;
  }
  const source = file.elf.open(section);
  for (let first = 0; first < section.sh_size; first += PIECE - SHARED) {
    const bytes = await source.read(first, Math.min(PIECE, section.sh_size - first));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    yield { section, bytes, view, at: 0, end: bytes.length, first };
  }
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The words of 32 bits in a piece, which begin at its `at`: an array is looked through three times as fast as a view. */
export function wordsOf({ bytes, view, at, end }: CodePiece): Int32Array {
  const count = (end - at) >>> 2;
  const start = bytes.byteOffset + at;
  if (isLittleEndian && start % 4 === 0) return new Int32Array(bytes.buffer, start, count);
  return Int32Array.from({ length: count }, (_, index) => view.getInt32(at + index * 4, true));
}
