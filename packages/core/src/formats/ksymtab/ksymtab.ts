import { ET_REL } from "../elf/constants.ts";
import type { ElfFile } from "../elf/elf.ts";
import { damaged, type SectionBytes, sectionBytes } from "../elf/section-bytes.ts";
import type { ElfSection } from "../elf/section-table.ts";
import { stringAt } from "../elf/strings.ts";
import { readSymbolTable, symbolAt, symbolSection, type SymbolTable } from "../elf/symbols.ts";
import { type EntryStrings, readEntries } from "./layout.ts";
import { linkedCrcs, linkedPointers } from "./linked.ts";
import { relocatedCrcs, relocatedPointers } from "./relocated.ts";
import { type ExportTableName, exportTables, GPL_ONLY_FLAG, MAX_TABLE, STRINGS_SECTION } from "./tables.ts";

/** One `EXPORT_SYMBOL`. */
export interface KernelSymbol {
  readonly symbol: string;
  readonly gplOnly: boolean;
  /** Absent when the symbol is in no namespace. */
  readonly namespace?: string;
  /** Absent when built without CONFIG_MODVERSIONS; 0 when it could not be computed. */
  readonly crc?: number;
}

/**
 * What a module or a vmlinux exports, table by table, each in its order; empty when it exports nothing.
 *
 * @throws {FormatError} if a table, its strings or its CRCs are damaged.
 */
export async function readKsymtab(file: ElfFile): Promise<KernelSymbol[]> {
  const present = exportTables.flatMap((names) => {
    const section = file.allocSection(names.symbols);
    return section && section.sh_size > 0 ? [{ names, section }] : [];
  });
  if (present.length === 0) return [];
  if (file.header.e_type === ET_REL && !file.allocSection(STRINGS_SECTION)) {
    const symtab = symbolSection(file);
    return symtab ? namedBySymbols(await readSymbolTable(file, symtab), present) : [];
  }
  const context = await openContext(file, present[0]?.section);
  const all: KernelSymbol[] = [];
  for (const { names, section } of present) all.push(...(await readTable(context, names, section)));
  return all;
}

const PREFIX = "__ksymtab_";

/**
 * Exports of a module whose strings are not where kbuild puts them: EXPORT_SYMBOL labels each entry with a symbol,
 * `__ksymtab_NAME`. Their CRCs and namespaces are left out.
 */
function namedBySymbols(
  symbols: SymbolTable,
  tables: readonly { readonly names: ExportTableName; readonly section: ElfSection }[],
): KernelSymbol[] {
  const found: KernelSymbol[] = [];
  for (let index = 1; index < symbols.count; index += 1) {
    const { st_name, st_shndx } = symbolAt(symbols, index);
    const table = tables.find(({ section }) => section.index === st_shndx);
    const name = table && stringAt(symbols.strings, st_name);
    if (table && name?.startsWith(PREFIX) === true) {
      found.push({ symbol: name.slice(PREFIX.length), gplOnly: table.names.gplOnly });
    }
  }
  return found;
}

interface Context {
  readonly file: ElfFile;
  readonly stringsSection: ElfSection;
  readonly strings: SectionBytes;
  /** There in a relocatable file only. */
  readonly symbols: SymbolTable | undefined;
}

async function openContext(file: ElfFile, table: ElfSection | undefined): Promise<Context> {
  const stringsSection = file.allocSection(STRINGS_SECTION);
  const symtab = symbolSection(file);
  const relocatable = file.header.e_type === ET_REL;
  if (!stringsSection || (relocatable && !symtab)) {
    const where = sectionBytes(
      new Uint8Array(),
      file.source.name,
      table?.sh_offset ?? 0,
      file.header.encoding,
    );
    damaged(
      where,
      0,
      `${stringsSection ? "a symbol table" : STRINGS_SECTION} expected beside the exports, none found`,
    );
  }
  return {
    file,
    stringsSection,
    strings: await file.read(stringsSection, MAX_TABLE),
    symbols: relocatable && symtab ? await readSymbolTable(file, symtab) : undefined,
  };
}

async function readTable(
  { file, stringsSection, strings, symbols }: Context,
  names: ExportTableName,
  section: ElfSection,
): Promise<KernelSymbol[]> {
  const data = await file.read(section, MAX_TABLE);
  const pointers = symbols
    ? await relocatedPointers(file, section, data, symbols, stringsSection)
    : linkedPointers(section, data, stringsSection);
  const entries = readEntries(data, pointers);
  const crcSection = file.allocSection(names.crcs);
  const crcs =
    crcSection &&
    crcSection.sh_size > 0 &&
    (symbols
      ? await relocatedCrcs(file, crcSection, entries.length, symbols)
      : await linkedCrcs(file, crcSection, entries.length));
  const gplOnly = await readGplOnly(file, names, entries.length);
  return entries.map((entry, row) =>
    kernelSymbol(strings, entry, gplOnly(row), crcs ? crcs[row] : undefined),
  );
}

function kernelSymbol(
  strings: SectionBytes,
  entry: EntryStrings,
  gplOnly: boolean,
  crc: number | undefined,
): KernelSymbol {
  const namespace = entry.namespace === undefined ? "" : stringAt(strings, entry.namespace);
  return {
    symbol: stringAt(strings, entry.name),
    gplOnly,
    ...(namespace !== "" && { namespace }),
    ...(crc !== undefined && { crc }),
  };
}

async function readGplOnly(
  file: ElfFile,
  names: ExportTableName,
  count: number,
): Promise<(row: number) => boolean> {
  const section = names.flags === undefined ? undefined : file.allocSection(names.flags);
  if (!section) return () => names.gplOnly;
  const data = await file.read(section, MAX_TABLE);
  if (data.bytes.length < count) damaged(data, 0, `${count} flags expected, ${data.bytes.length} found`);
  return (row) => ((data.bytes[row] ?? 0) & GPL_ONLY_FLAG) !== 0;
}
