import { FormatError } from "../../io/format-error.ts";
import {
  EM_386,
  EM_AARCH64,
  EM_ARM,
  EM_MIPS,
  EM_PPC,
  EM_PPC64,
  EM_RISCV,
  EM_S390,
  EM_X86_64,
} from "./constants.ts";
import type { ElfFile } from "./elf.ts";
import { parseRelocations, type Relocation, relocationsOf } from "./relocations.ts";
import { sectionBytes } from "./section-bytes.ts";
import type { ElfSection } from "./section-table.ts";
import { readSymbolTable, symbolAt, symbolSection, type SymbolTable } from "./symbols.ts";
import { viewOf } from "./word.ts";

/** By machine: the `R_*` that write an address or an offset as it is, with the bytes that they write. <elf.h> */
const absolute: ReadonlyMap<number, ReadonlyMap<number, 4 | 8>> = new Map([
  [EM_X86_64, wordsOf(10, 1).set(11, 4)], // R_X86_64_32, 64, 32S
  [EM_386, wordsOf(1)], // R_386_32
  [EM_ARM, wordsOf(2)], // R_ARM_ABS32
  [EM_AARCH64, wordsOf(258, 257)], // R_AARCH64_ABS32, ABS64
  [EM_RISCV, wordsOf(1, 2)], // R_RISCV_32, 64
  [EM_PPC, wordsOf(1)], // R_PPC_ADDR32
  [EM_PPC64, wordsOf(1, 38)], // R_PPC64_ADDR32, ADDR64
  [EM_S390, wordsOf(4, 22)], // R_390_32, 64
  [EM_MIPS, wordsOf(2, 18)], // R_MIPS_32, 64
]);

function wordsOf(narrow: number, wide?: number): Map<number, 4 | 8> {
  const types = new Map<number, 4 | 8>([[narrow, 4]]);
  return wide === undefined ? types : types.set(wide, 8);
}

/** Bytes of entries that are objects at a time, of which a large module has a million. Whole entries of 8, 12, 16 or 24. */
const AT_ONCE = 48 << 14;

/**
 * Writes into `bytes`, a copy of a section of a relocatable file, the offsets that only relocations tell: in the debug
 * information of a module all that lead into other sections. Types that write no plain offset (differences, places in code)
 * are left alone.
 *
 * @throws {FormatError} if a relocation is outside the section, or the machine is none whose relocations are known.
 */
export async function applyDataRelocations(
  file: ElfFile,
  section: ElfSection,
  bytes: Uint8Array,
): Promise<void> {
  const relocations = relocationsOf(file, section);
  if (!relocations) return;
  const widths = absolute.get(file.header.e_machine);
  const at = relocations.sh_offset;
  if (!widths) {
    const what = `relocations of machine ${file.header.e_machine}, which are not known`;
    throw new FormatError(file.source.name, at, what);
  }
  const symtab = file.sections[relocations.sh_link] ?? symbolSection(file);
  if (!symtab) throw new FormatError(file.source.name, at, "relocations without a table of symbols");
  const write = writerInto(bytes, file, await readSymbolTable(file, symtab), widths);
  const entries = file.open(relocations);
  for (let from = 0; from < entries.size; from += AT_ONCE) {
    const chunk = await entries.read(from, Math.min(AT_ONCE, entries.size - from));
    const part = sectionBytes(chunk, entries.name, from, file.header.encoding);
    for (const relocation of parseRelocations(part, relocations, file.header)) write(relocation);
  }
}

function writerInto(
  bytes: Uint8Array,
  { source, header }: ElfFile,
  symbols: SymbolTable,
  widths: ReadonlyMap<number, 4 | 8>,
): (relocation: Relocation) => void {
  const view = viewOf(bytes);
  const { littleEndian } = header.encoding;
  const HIGH = 0x1_0000_0000;
  // Most name the symbol of a section, many times in turn.
  let last = { index: 0, value: 0 };
  const valueOf = (index: number): number => {
    if (index !== last.index) last = { index, value: Number(symbolAt(symbols, index).st_value) };
    return last.value;
  };
  return ({ offset, symbolIndex, type, addend }) => {
    const width = widths.get(type);
    if (width === undefined) return;
    if (!(offset + width <= bytes.length)) {
      const at = Number.isFinite(offset) ? offset : 0;
      throw new FormatError(
        source.name,
        at,
        `a relocation at ${offset} of a section of ${bytes.length} bytes`,
      );
    }
    const low = width === 4 || littleEndian ? offset : offset + 4;
    const high = littleEndian ? offset + 4 : offset;
    const inPlace = view.getUint32(low, littleEndian);
    const value = valueOf(symbolIndex) + (addend ?? inPlace);
    view.setUint32(low, value >>> 0, littleEndian);
    if (width === 8) view.setUint32(high, Math.floor(value / HIGH) >>> 0, littleEndian);
  };
}
