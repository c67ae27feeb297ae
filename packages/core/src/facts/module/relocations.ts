import { SHF_EXECINSTR, SHT_NOBITS } from "../../formats/elf/constants.ts";
import { noFindings, type Target } from "../../formats/elf/relocation-findings.ts";
import { scanRelocations } from "../../formats/elf/relocation-scan.ts";
import type { RelocationTable } from "../../formats/elf/relocation-table.ts";
import { relocationRules, type RelocationRules } from "../../formats/elf/relocation-types.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { symbolMarks } from "../../formats/elf/symbol-marks.ts";
import type { SymbolTable } from "../../formats/elf/symbols.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { Relocations } from "../../model/relocations.ts";
import { addHalves } from "./address-halves.ts";
import { readable, readableLater } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";
import { type Found, isSound, type Job, lookedAt } from "./relocations-closer.ts";
import { heldTable, PIECE, piecesOf, relocationSections } from "./relocation-tables.ts";
import { addListed, TRACED } from "./traced-calls.ts";

const NOTHING: Relocations = { unusual: [] };

/** What is odd about the relocations. Of a small file, which is at hand, nothing has to be waited for. */
export function relocations(
  file: ModuleFile,
  symbols: Fact<SymbolTable | undefined>,
): Fact<Relocations> | Promise<Fact<Relocations>> {
  const origin = { input: file.name, part: "relocations" };
  const { header, sections } = file.elf;
  const rules = relocationRules(header.e_machine);
  if (!rules) return known(NOTHING, origin);
  if (!symbols.known) return symbols;
  const marking = { sections, tracer: rules.tracer?.name, entries: rules.entries?.name };
  const job: Job = {
    file,
    rules,
    tables: relocationSections(file),
    symbols: symbols.value,
    marks: symbols.value ? symbolMarks(symbols.value, marking) : new Uint8Array(),
  };
  if (!file.whole) return readableLater(origin, async () => summed(job, await scanAll(job)));
  const found = readable(origin, () => scanHeld(job));
  if (!found.known) return found;
  if (isSound(job, found.value)) return known(NOTHING, origin);
  return readableLater(origin, () => lookedAt(job, found.value));
}

/** Nothing is allocated for the modules in which nothing is odd. */
const summed = (job: Job, found: Found): Relocations | Promise<Relocations> =>
  isSound(job, found) ? NOTHING : lookedAt(job, found);

const nothingFound = (): Found => ({
  odd: noFindings(),
  listed: { count: 0, sum: 0 },
  halves: new Map(),
});

function scanHeld(job: Job): Found {
  const found = nothingFound();
  for (const section of job.tables) scanTable(job, heldTable(job.file, section), found);
  return found;
}

async function scanAll(job: Job): Promise<Found> {
  const found = nothingFound();
  for (const section of job.tables) {
    // An asynchronous loop for each of fifty thousand small tables would cost more than looking at them.
    if (section.sh_size <= PIECE) scanTable(job, heldTable(job.file, section), found);
    else for await (const table of piecesOf(job.file, section)) scanTable(job, table, found);
  }
  return found;
}

function scanTable(job: Job, table: RelocationTable, { odd, listed, halves }: Found): void {
  const { file, rules, marks, symbols } = job;
  const { header, sections } = file.elf;
  const relocated = sections[table.section.sh_info];
  if (!relocated) return;
  scanRelocations(table, { header, target: targetOf(file, relocated, rules), rules, marks }, odd);
  if (rules.halves && symbols && (relocated.sh_flags & SHF_EXECINSTR) !== 0)
    addHalves(table, header, symbols, relocated.index, halves);
  if (relocated.name !== TRACED || !rules.tracer || !symbols || (rules.inPlace && !file.whole)) return;
  addListed(table, { header, symbols, content: rules.inPlace ? file.held(relocated) : undefined }, listed);
}

/** Of a large file `struct module` is at hand, and what stands near the sections that are read. */
function targetOf(file: ModuleFile, relocated: ElfSection, { zeros, instruction }: RelocationRules): Target {
  const { index, sh_size: size, sh_type, sh_offset, sh_flags } = relocated;
  const { whole, elf } = file;
  const code = (sh_flags & SHF_EXECINSTR) !== 0;
  const common = { index, size, code, at: 0 };
  const wanted = zeros || (instruction !== undefined && code);
  if (!wanted || sh_type === SHT_NOBITS) return common;
  const inside = whole !== undefined && sh_offset + size <= elf.source.size;
  if (!zeros) return inside ? { ...common, instructions: whole.view, at: sh_offset } : common;
  if (inside) return { ...common, zero: whole.view, at: sh_offset };
  const held = file.held(relocated);
  return held ? { ...common, zero: held.view } : common;
}
