import type { SymbolTable } from "../../formats/elf/symbols.ts";
import type { CodeOddities } from "../../model/code.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { CodeAt } from "../../model/relocations.ts";
import { codeIn } from "./code-extents.ts";
import { type CodePiece, codePieces, codeSections, heldCode } from "./code-pieces.ts";
import { readable, readableLater } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";
import { firstUserAccess, tellsUserAccess } from "./user-access.ts";

const NOTHING: CodeOddities = {};

/** Whether the instructions are looked at: find_module_sections() in kernel/module/main.c finds the table as find_sec() does. */
const isLookedAt = ({ elf }: ModuleFile): boolean =>
  tellsUserAccess(elf.header.e_machine) && (elf.allocSection("__ex_table")?.sh_size ?? 0) === 0;

/** The sections that are read with the file's other ones, to be looked at. */
export const codeToRead = (file: ModuleFile) => (isLookedAt(file) ? codeSections(file) : []);

/** What a module's instructions tell. Of a small file, which is at hand, nothing has to be waited for. */
export function codeOddities(
  file: ModuleFile,
  symbols: Fact<SymbolTable | undefined>,
): Fact<CodeOddities> | Promise<Fact<CodeOddities>> {
  const origin = { input: file.name, part: "code" };
  if (!isLookedAt(file)) return known(NOTHING, origin);
  if (!symbols.known) return symbols;
  const all = symbols.value;
  // Without symbols no loader takes it, and data is not told from code.
  if (!all) return known(NOTHING, origin);
  if (!file.whole) return readableLater(origin, () => lookedThrough(file, all));
  return readable(origin, () => heldOddities(file, all));
}

function heldOddities(file: ModuleFile, symbols: SymbolTable): CodeOddities {
  for (const section of codeSections(file)) {
    const piece = heldCode(file, section);
    const found = piece && inPiece(file, symbols, piece);
    if (found) return { userAccess: found };
  }
  return NOTHING;
}

async function lookedThrough(file: ModuleFile, symbols: SymbolTable): Promise<CodeOddities> {
  for (const section of codeSections(file)) {
    for await (const piece of codePieces(file, section)) {
      const found = inPiece(file, symbols, piece);
      if (found) return { userAccess: found };
    }
  }
  return NOTHING;
}

function inPiece({ elf }: ModuleFile, symbols: SymbolTable, piece: CodePiece): CodeAt | undefined {
  const { index, name = "" } = piece.section;
  let tells: ((offset: number) => boolean) | undefined;
  // Only where something was found there is anything to ask the symbols.
  const isCode = (offset: number): boolean => (tells ??= codeIn(symbols, index))(offset);
  const offset = firstUserAccess(elf.header.e_machine, piece, isCode);
  return offset === undefined ? undefined : { section: name, offset };
}
