import type { RelocationTable } from "../../formats/elf/relocation-table.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { SymbolTable } from "../../formats/elf/symbols.ts";
import type { CodeOddities, PerCpuUse } from "../../model/code.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { Imports } from "../../model/module.ts";
import type { CodeAt } from "../../model/relocations.ts";
import { codeIn } from "./code-extents.ts";
import { type CodePiece, codePieces, codeSections, heldCode } from "./code-pieces.ts";
import { readable, readableLater } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";
import { firstMisplaced, offsetReads, tellsPerCpu } from "./per-cpu/find.ts";
import { relocatedBy } from "./per-cpu/relocated.ts";
import { type SymbolValues, symbolValues } from "./per-cpu/symbol-values.ts";
import { bytesOf, heldTable, PIECE, relocationSections } from "./relocation-tables.ts";
import { firstUserAccess, tellsUserAccess } from "./user-access.ts";

const NOTHING: CodeOddities = {};

/** Whether accesses of user memory are looked for: find_module_sections() in kernel/module/main.c finds the table as find_sec() does. */
const looksForAccess = ({ elf }: ModuleFile): boolean =>
  tellsUserAccess(elf.header.e_machine) && (elf.allocSection("__ex_table")?.sh_size ?? 0) === 0;

const looksForPerCpu = ({ elf: { header } }: ModuleFile): boolean =>
  header.bits === 64 && tellsPerCpu(header.e_machine);

const isLookedAt = (file: ModuleFile): boolean => looksForAccess(file) || looksForPerCpu(file);

/** The sections that are read with the file's other ones, to be looked at. */
export const codeToRead = (file: ModuleFile): ElfSection[] =>
  isLookedAt(file) ? codeSections(file).filter(({ sh_size }) => sh_size <= PIECE) : [];

/** What the instructions are looked at with. */
interface Look {
  readonly file: ModuleFile;
  readonly symbols: SymbolTable;
  readonly values: SymbolValues;
  readonly access: boolean;
  readonly perCpu: boolean;
  /** What was found, as it is found. */
  readonly found: { userAccess?: CodeAt; perCpu?: PerCpuUse };
}

/** What a module's instructions tell. Of a small file, which is at hand, nothing has to be waited for. */
export function codeOddities(
  file: ModuleFile,
  symbols: Fact<SymbolTable | undefined>,
  imports: Fact<Imports>,
): Fact<CodeOddities> | Promise<Fact<CodeOddities>> {
  const origin = { input: file.name, part: "code" };
  if (!isLookedAt(file)) return known(NOTHING, origin);
  if (!symbols.known) return symbols;
  if (!imports.known) return imports;
  // Without symbols no loader takes it, and data is not told from code.
  if (!symbols.value) return known(NOTHING, origin);
  const look: Look = {
    file,
    symbols: symbols.value,
    values: symbolValues(file.elf, symbols.value, imports.value),
    access: looksForAccess(file),
    perCpu: looksForPerCpu(file),
    found: {},
  };
  if (file.whole) return readable(origin, () => lookThrough(look));
  return readableLater(origin, () => lookThroughLater(look));
}

function lookThrough(look: Look): CodeOddities {
  for (const section of codeSections(look.file)) {
    const piece = heldCode(look.file, section);
    if (!piece) continue;
    lookForAccess(look, piece);
    const reads = readsIn(look, piece);
    const relocations = reads && relocationsOf(look.file, section);
    if (relocations) lookForPerCpu(look, piece, reads, heldTable(look.file, relocations));
  }
  return look.found;
}

async function lookThroughLater(look: Look): Promise<CodeOddities> {
  const { file } = look;
  for (const section of codeSections(file)) {
    let table: RelocationTable | undefined;
    for await (const piece of codePieces(file, section)) {
      lookForAccess(look, piece);
      const reads = readsIn(look, piece);
      const relocations = reads && relocationsOf(file, section);
      if (!relocations) continue;
      table ??= await wholeTable(file, relocations);
      if (table) lookForPerCpu(look, piece, reads, table);
    }
  }
  return look.found;
}

function lookForAccess({ file, symbols, access, found }: Look, piece: CodePiece): void {
  if (!access || found.userAccess) return;
  const { index, name = "" } = piece.section;
  let tells: ((offset: number) => boolean) | undefined;
  // Only where something was found there is anything to ask the symbols.
  const isCode = (offset: number): boolean => (tells ??= codeIn(symbols, index))(offset);
  const offset = firstUserAccess(file.elf.header.e_machine, piece, isCode);
  if (offset !== undefined) found.userAccess = { section: name, offset };
}

/** Where a piece reads a processor's offset; `undefined` when nothing in it has to do with offsets, or nobody wants to know. */
function readsIn({ file, perCpu, found, values }: Look, piece: CodePiece): number[] | undefined {
  if (!perCpu || found.perCpu) return undefined;
  const reads = offsetReads(file.elf.header.e_machine, piece);
  return reads.length > 0 || values.offsets !== undefined ? reads : undefined;
}

function lookForPerCpu(
  { file, values, found }: Look,
  piece: CodePiece,
  reads: readonly number[],
  table: RelocationTable,
): void {
  const { header, sections } = file.elf;
  const relocated = relocatedBy(table, header);
  const misplaced = firstMisplaced(header.e_machine, piece, reads, relocated, values);
  if (!misplaced) return;
  const { name: section = "" } = piece.section;
  found.perCpu = { section, offset: misplaced.offset, data: sections[misplaced.data]?.name ?? "" };
}

const relocationsOf = (file: ModuleFile, { index }: ElfSection): ElfSection | undefined =>
  relocationSections(file).find(({ sh_info }) => sh_info === index);

async function wholeTable(file: ModuleFile, section: ElfSection): Promise<RelocationTable | undefined> {
  if (section.sh_size <= PIECE) return heldTable(file, section);
  const data = await bytesOf(file, section);
  return data && { data, at: 0, length: data.bytes.length, section, first: 0 };
}
