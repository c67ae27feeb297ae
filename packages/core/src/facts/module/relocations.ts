import { SHF_ALLOC, SHF_RELA_LIVEPATCH, SHT_NOBITS, SHT_REL, SHT_RELA } from "../../formats/elf/constants.ts";
import {
  eachRelocation,
  type NotedRelocation,
  type RelocationFindings,
  relocationSize,
  type RelocationTable,
  scanRelocations,
  type Target,
} from "../../formats/elf/relocation-scan.ts";
import { type RelocationRules, relocationRules } from "../../formats/elf/relocation-types.ts";
import { sectionBytes } from "../../formats/elf/section-bytes.ts";
import type { ElfHeader } from "../../formats/elf/header.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { SymbolTable } from "../../formats/elf/symbols.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { Imports } from "../../model/module.ts";
import type { Relocations } from "../../model/relocations.ts";
import { readable, readableLater } from "./damage.ts";
import type { ModuleFile } from "./module-file.ts";

/** A table larger than this is read in pieces of this size. */
const PIECE = 1 << 20;

const NOTHING: Relocations = { unusual: [] };

/** The tables of relocations that apply_relocations() in kernel/module/main.c applies, in its order. */
export function relocationSections({ elf: { sections } }: ModuleFile): ElfSection[] {
  return sections.filter((section) => {
    if (section.sh_type !== SHT_RELA && section.sh_type !== SHT_REL) return false;
    if ((section.sh_flags & SHF_RELA_LIVEPATCH) !== 0) return false;
    const target = sections[section.sh_info];
    // layout_and_allocate() takes SHF_ALLOC off the per-cpu data.
    return target !== undefined && (target.sh_flags & SHF_ALLOC) !== 0 && target.name !== ".data..percpu";
  });
}

/** Those tables that are read with the file's other sections. */
export const smallRelocationSections = (file: ModuleFile): ElfSection[] =>
  relocationSections(file).filter(({ sh_size }) => sh_size <= PIECE);

/** What is odd about the relocations. Of a small file, which is at hand, nothing has to be waited for. */
export function relocations(
  file: ModuleFile,
  symbols: Fact<SymbolTable | undefined>,
  imports: Fact<Imports>,
): Fact<Relocations> | Promise<Fact<Relocations>> {
  const origin = { input: file.name, part: "relocations" };
  const rules = relocationRules(file.elf.header.e_machine);
  if (!rules) return known(NOTHING, origin);
  if (!symbols.known) return symbols;
  const job: Job = {
    file,
    rules,
    tables: relocationSections(file),
    symbols: symbols.value?.count ?? 0,
    wanted: imports.known ? weakOnes(imports.value) : undefined,
  };
  return file.whole
    ? readable(origin, () => summed(job, scanHeld(job)))
    : readableLater(origin, () => scanAll(job));
}

/** What is to be looked at, and with what. */
interface Job {
  readonly file: ModuleFile;
  readonly rules: RelocationRules;
  readonly tables: readonly ElfSection[];
  /** How many symbols there are. */
  readonly symbols: number;
  /** Weak symbols that the module does not define; absent when there are none. */
  readonly wanted: ReadonlySet<number> | undefined;
}

const weakOnes = ({ symbolIndex, weak }: Imports): ReadonlySet<number> | undefined =>
  weak.includes(1) ? new Set(symbolIndex.filter((_, row) => weak[row] === 1)) : undefined;

/** What was found, and which weak symbols are called or have their address taken. */
interface Found {
  readonly odd: RelocationFindings;
  readonly called: Map<number, NotedRelocation>;
  readonly taken: Set<number>;
}

const nothingFound = (): Found => ({
  odd: { unusual: [], againstNothing: [] },
  called: new Map(),
  taken: new Set(),
});

function scanHeld(job: Job): Found {
  const found = nothingFound();
  for (const section of job.tables) scanTable(job, tableOf(job.file, section), found);
  return found;
}

async function scanAll(job: Job): Promise<Relocations> {
  const found = nothingFound();
  for (const section of job.tables) {
    if (section.sh_size <= PIECE) scanTable(job, tableOf(job.file, section), found);
    else for await (const table of pieces(job.file, section)) scanTable(job, table, found);
  }
  return summed(job, found);
}

function scanTable({ file, rules, symbols, wanted }: Job, table: RelocationTable, found: Found): void {
  const { header, sections } = file.elf;
  const relocated = sections[table.section.sh_info];
  if (!relocated) return;
  const { usual, unnamed, width, once, zeros } = rules;
  const expected = { usual, lowest: unnamed ? 0 : 1, symbols, width, ordered: once };
  scanRelocations(table, { header, target: targetOf(file, relocated, zeros), expected }, found.odd);
  if (wanted) noteWeak(table, header, wanted, rules, found);
}

/**
 * Calls of weak symbols that the module does not define. One whose address is taken too may be tested before it is
 * called; one that is only called is not.
 */
function noteWeak(
  table: RelocationTable,
  header: ElfHeader,
  wanted: ReadonlySet<number>,
  { calls }: RelocationRules,
  { called, taken }: Found,
): void {
  eachRelocation(table, header, (one) => {
    if (!wanted.has(one.symbolIndex)) return;
    if (!calls.includes(one.type)) taken.add(one.symbolIndex);
    else if (!called.has(one.symbolIndex)) called.set(one.symbolIndex, one);
  });
}

function summed({ file }: Job, { odd, called, taken }: Found): Relocations {
  const { disordered, ...rest } = odd;
  const twice = disordered && firstTwice(file, disordered);
  const weakCalls = [...called.values()].filter((one) => !taken.has(one.symbolIndex));
  return summary(rest, twice, weakCalls);
}

/** Nothing is allocated for the modules in which nothing is odd. */
function summary(
  { unusual, againstNothing, ...found }: Omit<RelocationFindings, "disordered">,
  twice: NotedRelocation | undefined,
  weakCalls: readonly NotedRelocation[],
): Relocations {
  const lists = unusual.length + againstNothing.length + weakCalls.length;
  if (lists === 0 && !twice && Object.keys(found).length === 0) return NOTHING;
  return {
    unusual,
    ...found,
    ...(againstNothing.length > 0 && { againstNothing }),
    ...(twice && { twice }),
    ...(weakCalls.length > 0 && { weakCalls }),
  };
}

/** A table that is at hand. */
function tableOf(file: ModuleFile, section: ElfSection): RelocationTable {
  const { sh_offset, sh_size } = section;
  const { whole, elf } = file;
  if (whole && sh_offset + sh_size <= elf.source.size) {
    return { data: whole, at: sh_offset, length: sh_size, section, first: 0 };
  }
  const data = file.bytes(section);
  return { data, at: 0, length: data.bytes.length, section, first: 0 };
}

/** Of a large file `struct module` is at hand, and what stands near the sections that are read. */
function targetOf(file: ModuleFile, relocated: ElfSection, zeros: boolean): Target {
  const { sh_size: size, sh_type, sh_offset } = relocated;
  if (!zeros || sh_type === SHT_NOBITS) return { size, zeroAt: 0 };
  const { whole, elf } = file;
  if (whole && sh_offset + size <= elf.source.size) return { size, zero: whole.view, zeroAt: sh_offset };
  const held = file.held(relocated);
  return held ? { size, zero: held.view, zeroAt: 0 } : { size, zeroAt: 0 };
}

async function* pieces(file: ModuleFile, section: ElfSection): AsyncGenerator<RelocationTable> {
  const { source, header } = file.elf;
  const size = relocationSize(section, header);
  const step = Math.floor(PIECE / size) * size;
  const bytes = file.elf.open(section);
  for (let at = 0; at < section.sh_size; at += step) {
    const piece = await bytes.read(at, Math.min(step, section.sh_size - at));
    const data = sectionBytes(piece, source.name, section.sh_offset + at, header.encoding);
    yield { data, at: 0, length: piece.length, section, first: at / size };
  }
}

/** The first relocation of that table that applies where an earlier one does. */
function firstTwice(file: ModuleFile, { section: index }: NotedRelocation): NotedRelocation | undefined {
  const section = file.elf.sections[index];
  // Only a file that was made to be odd has a table that is both large and out of order.
  if (!section || section.sh_size > PIECE) return undefined;
  const places = new Set<number>();
  let twice: NotedRelocation | undefined;
  eachRelocation(tableOf(file, section), file.elf.header, (one) => {
    if (one.type === 0 || twice) return;
    if (places.has(one.offset)) twice = one;
    places.add(one.offset);
  });
  return twice;
}
