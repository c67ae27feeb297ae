import { SHN_ABS, SHN_UNDEF } from "../elf/constants.ts";
import type { ElfFile } from "../elf/elf.ts";
import { readRelocations, relocationsOf } from "../elf/relocations.ts";
import { damaged, type SectionBytes } from "../elf/section-bytes.ts";
import type { ElfSection } from "../elf/section-table.ts";
import { type SymbolTable, symbolAt } from "../elf/symbols.ts";
import type { Pointers } from "./layout.ts";
import { MAX_TABLE } from "./tables.ts";

// A relocatable file (a module): what a field will point to is said by its relocation.

/** What a relocation resolves to: a place in a section, or a number (SHN_ABS). */
interface Target {
  /** `st_shndx` of the symbol. */
  readonly section: number;
  /** Symbol and addend together. */
  readonly value: number;
}

/** The targets of all relocations of `section`, by their offset in it; empty when it has none. */
async function targets(
  file: ElfFile,
  section: ElfSection,
  data: SectionBytes,
  symbols: SymbolTable,
): Promise<Map<number, Target>> {
  const out = new Map<number, Target>();
  const holder = relocationsOf(file, section);
  if (!holder) return out;
  for (const { offset, symbolIndex, addend } of await readRelocations(file, holder, MAX_TABLE)) {
    if (!(offset + 4 <= data.bytes.length))
      damaged(data, 0, `a relocation at ${offset} of ${data.bytes.length} bytes`);
    const symbol = symbolAt(symbols, symbolIndex);
    const inPlace = addend ?? data.view.getInt32(offset, data.encoding.littleEndian);
    out.set(offset, { section: symbol.st_shndx, value: Number(symbol.st_value) + inPlace });
  }
  return out;
}

/** The pointers of the table in `section`; `strings` is the section of its names. */
export async function relocatedPointers(
  file: ElfFile,
  section: ElfSection,
  data: SectionBytes,
  symbols: SymbolTable,
  strings: ElfSection,
): Promise<Pointers> {
  const found = await targets(file, section, data, symbols);
  return {
    string(offset) {
      const target = found.get(offset);
      return target?.section === strings.index ? target.value : undefined;
    },
  };
}

/**
 * The CRCs in `section`, one for each of `count` exports; 0 for a symbol whose CRC could not be computed.
 *
 * Since v5.19 they stand there. Before, `__crc_<name>` is an absolute symbol whose value is the CRC, or, with
 * CONFIG_MODULE_REL_CRCS (powerpc, s390), the place where it stands.
 *
 * @throws {FormatError} if there are fewer, or one cannot be followed.
 */
export async function relocatedCrcs(
  file: ElfFile,
  section: ElfSection,
  count: number,
  symbols: SymbolTable,
): Promise<Uint32Array> {
  const data = await file.read(section, MAX_TABLE);
  const size = data.bytes.length / count;
  if (size !== 4 && size !== 8) damaged(data, 0, `${count} CRCs expected, ${data.bytes.length} bytes found`);
  const found = await targets(file, section, data, symbols);
  const holders = await readHolders(file, data, found.values());
  const le = data.encoding.littleEndian;
  const low = size === 8 && !le ? 4 : 0;
  return Uint32Array.from({ length: count }, (_, row) => {
    const at = row * size;
    const target = found.get(at);
    if (!target) return data.view.getUint32(at + low, le);
    if (target.section === SHN_UNDEF) return 0;
    if (target.section === SHN_ABS) return target.value >>> 0;
    const holder = holders.get(target.section);
    if (!holder || !(target.value >= 0 && target.value + 4 <= holder.bytes.length)) {
      return damaged(
        data,
        at,
        `a CRC in section ${target.section} at ${target.value} expected, nothing is there`,
      );
    }
    return holder.view.getUint32(target.value, le);
  });
}

/** CRCs that are not in their own table stand in one section, `.rodata`. */
const MAX_HOLDERS = 4;

/** The sections that CRCs stand in, each read once. */
async function readHolders(
  file: ElfFile,
  data: SectionBytes,
  targets: Iterable<Target>,
): Promise<Map<number, SectionBytes>> {
  const holders = new Map<number, SectionBytes>();
  for (const index of new Set(Array.from(targets, ({ section }) => section))) {
    const section = index === SHN_UNDEF ? undefined : file.sections[index];
    if (!section) continue;
    if (holders.size === MAX_HOLDERS)
      damaged(data, 0, `CRCs in at most ${MAX_HOLDERS} sections expected, found more`);
    holders.set(index, await file.read(section, MAX_TABLE));
  }
  return holders;
}
