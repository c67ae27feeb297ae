import type { RelocationTable } from "../../formats/elf/relocation-table.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { SymbolTable } from "../../formats/elf/symbols.ts";
import type { CodeOddities, PerCpuUse } from "../../model/code.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { Imports } from "../../model/module.ts";
import type { CodeAt } from "../../model/relocations.ts";
import { codeIn, functionExtents } from "./code-extents.ts";
import { codeMachine } from "./code-machine.ts";
import { type CodePiece, codePieces, codeSections, heldCode } from "./code-pieces.ts";
import { readable, readableLater } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";
import type { CodeMachine } from "./per-cpu/machine.ts";
import { relocatedBy } from "./per-cpu/relocated.ts";
import { type SymbolValues, symbolValues } from "./per-cpu/symbol-values.ts";
import { bytesOf, heldTable, PIECE, relocationSections } from "./relocation-tables.ts";

const NOTHING: CodeOddities = {};

const machineOf = ({ elf }: ModuleFile): CodeMachine | undefined => codeMachine(elf.header.e_machine);

/** The sections that are read with the file's other ones, to be looked at. */
export const codeToRead = (file: ModuleFile): ElfSection[] =>
  machineOf(file) ? codeSections(file).filter(({ sh_size }) => sh_size <= PIECE) : [];

/** What the instructions are looked at with. */
interface Look {
  readonly file: ModuleFile;
  readonly machine: CodeMachine;
  readonly symbols: SymbolTable;
  readonly values: SymbolValues;
  /** Whether accesses of user memory have to be in a table, and there is none: find_module_sections() in kernel/module/main.c. */
  readonly tableless: boolean;
  /** The tables of relocations; made when they are asked for. */
  readonly tables: () => readonly ElfSection[];
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
  const machine = machineOf(file);
  if (!machine) return known(NOTHING, origin);
  if (!symbols.known) return symbols;
  if (!imports.known) return imports;
  // Without symbols no loader takes it, and data is not told from code.
  if (!symbols.value) return known(NOTHING, origin);
  let tables: ElfSection[] | undefined;
  const look: Look = {
    file,
    machine,
    symbols: symbols.value,
    values: symbolValues(file.elf, symbols.value, imports.value),
    tableless: machine.tellsAccesses && (file.elf.allocSection("__ex_table")?.sh_size ?? 0) === 0,
    tables: () => (tables ??= relocationSections(file)),
    found: {},
  };
  if (file.whole) return readable(origin, () => lookThrough(look));
  return readableLater(origin, () => lookThroughLater(look));
}

function lookThrough(look: Look): CodeOddities {
  for (const section of codeSections(look.file)) {
    const piece = heldCode(look.file, section);
    const reads = piece && lookAt(look, piece);
    const relocations = reads && relocationsOf(look, section);
    if (relocations) lookForPerCpu(look, piece, reads, heldTable(look.file, relocations));
  }
  return look.found;
}

async function lookThroughLater(look: Look): Promise<CodeOddities> {
  for (const section of codeSections(look.file)) {
    let table: RelocationTable | undefined;
    for await (const piece of codePieces(look.file, section)) {
      const reads = lookAt(look, piece);
      const relocations = reads && relocationsOf(look, section);
      if (!relocations) continue;
      table ??= await wholeTable(look.file, relocations);
      if (table) lookForPerCpu(look, piece, reads, table);
    }
  }
  return look.found;
}

/** Looks for accesses of user memory. Where a processor's offset is read; `undefined` when nothing in the piece has to do with offsets, or nobody wants to know. */
function lookAt(
  { file, machine, symbols, values, tableless, found }: Look,
  piece: CodePiece,
): readonly number[] | undefined {
  const { accesses, reads } = machine.marksIn(piece);
  if (tableless && accesses.length > 0 && !found.userAccess) {
    const offset = accesses.find(codeIn(symbols, piece.section.index));
    if (offset !== undefined) found.userAccess = { section: piece.section.name ?? "", offset };
  }
  const wanted = reads.length > 0 || values.offsets !== undefined;
  return wanted && file.elf.header.bits === 64 && !found.perCpu ? reads : undefined;
}

function lookForPerCpu(
  { file, machine, symbols, values, found }: Look,
  piece: CodePiece,
  reads: readonly number[],
  table: RelocationTable,
): void {
  const { header, sections } = file.elf;
  const { index, name: section = "" } = piece.section;
  const misplaced = machine.firstMisplaced(piece, reads, {
    relocated: relocatedBy(table, header),
    values,
    functions: () => functionExtents(symbols, index),
  });
  if (!misplaced) return;
  found.perCpu = { section, offset: misplaced.offset, data: sections[misplaced.data]?.name ?? "" };
}

const relocationsOf = ({ tables }: Look, { index }: ElfSection): ElfSection | undefined =>
  tables().find(({ sh_info }) => sh_info === index);

async function wholeTable(file: ModuleFile, section: ElfSection): Promise<RelocationTable | undefined> {
  if (section.sh_size <= PIECE) return heldTable(file, section);
  const data = await bytesOf(file, section);
  return data && { data, at: 0, length: data.bytes.length, section, first: 0 };
}
