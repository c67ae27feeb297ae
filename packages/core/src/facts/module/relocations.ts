import { SHF_ALLOC, SHF_RELA_LIVEPATCH, SHT_NOBITS, SHT_REL, SHT_RELA } from "../../formats/elf/constants.ts";
import {
  eachRelocation,
  type Expected,
  type NotedRelocation,
  type RelocationFindings,
  relocationSize,
  type RelocationTable,
  type Scan,
  scanRelocations,
  type Target,
} from "../../formats/elf/relocation-scan.ts";
import { type RelocationRules, relocationRules } from "../../formats/elf/relocation-types.ts";
import { sectionBytes } from "../../formats/elf/section-bytes.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { SymbolTable } from "../../formats/elf/symbols.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { Imports } from "../../model/module.ts";
import type { Relocations } from "../../model/relocations.ts";
import { readableLater } from "./damage.ts";
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

/** What is odd about the relocations. */
export async function relocations(
  file: ModuleFile,
  symbols: Fact<SymbolTable | undefined>,
  imports: Fact<Imports>,
): Promise<Fact<Relocations>> {
  const origin = { input: file.name, part: "relocations" };
  const rules = relocationRules(file.elf.header.e_machine);
  if (!rules) return known(NOTHING, origin);
  if (!symbols.known) return symbols;
  const count = symbols.value?.count ?? 0;
  return readableLater(origin, async () => {
    const tables = relocationSections(file);
    const found = await scanAll(file, tables, rules, count);
    const weakCalls = imports.known ? await callsOfWeak(file, tables, rules, imports.value) : [];
    const { disordered, ...rest } = found;
    const twice = disordered && (await firstTwice(file, disordered));
    return summary(rest, twice, weakCalls);
  });
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

async function scanAll(
  file: ModuleFile,
  tables: readonly ElfSection[],
  { usual, unnamed, width, once, zeros }: RelocationRules,
  symbols: number,
): Promise<RelocationFindings> {
  const { header, sections } = file.elf;
  const found: RelocationFindings = { unusual: [], againstNothing: [] };
  const expected: Expected = { usual, lowest: unnamed ? 0 : 1, symbols, width, ordered: once };
  for (const section of tables) {
    const relocated = sections[section.sh_info];
    if (!relocated) continue;
    const scan: Scan = { header, target: targetOf(file, relocated, zeros), expected };
    if (section.sh_size <= PIECE) {
      scanRelocations({ data: file.bytes(section), section, first: 0 }, scan, found);
    } else {
      for await (const table of pieces(file, section)) scanRelocations(table, scan, found);
    }
  }
  return found;
}

/** Of a large file `struct module` is at hand, and what stands near the sections that are read. */
function targetOf(file: ModuleFile, relocated: ElfSection, zeros: boolean): Target {
  const { sh_size: size, sh_type } = relocated;
  const held = zeros && sh_type !== SHT_NOBITS ? file.held(relocated) : undefined;
  return held ? { size, zero: held.view } : { size };
}

async function* pieces(file: ModuleFile, section: ElfSection): AsyncGenerator<RelocationTable> {
  const { source, header } = file.elf;
  const size = relocationSize(section, header);
  const step = Math.floor(PIECE / size) * size;
  const bytes = file.elf.open(section);
  for (let at = 0; at < section.sh_size; at += step) {
    const piece = await bytes.read(at, Math.min(step, section.sh_size - at));
    const data = sectionBytes(piece, source.name, section.sh_offset + at, header.encoding);
    yield { data, section, first: at / size };
  }
}

/** The first relocation of that table that applies where an earlier one does. */
async function firstTwice(
  file: ModuleFile,
  { section: index }: NotedRelocation,
): Promise<NotedRelocation | undefined> {
  const section = file.elf.sections[index];
  // Only a file that was made to be odd has a table that is both large and out of order.
  if (!section || section.sh_size > PIECE) return undefined;
  const places = new Set<number>();
  let twice: NotedRelocation | undefined;
  eachRelocation({ data: file.bytes(section), section, first: 0 }, file.elf.header, (one) => {
    if (one.type === 0 || twice) return;
    if (places.has(one.offset)) twice = one;
    places.add(one.offset);
  });
  return twice;
}

/**
 * Calls of weak symbols that the module does not define. One whose address is taken too may be tested before it is
 * called; one that is only called is not.
 */
async function callsOfWeak(
  file: ModuleFile,
  tables: readonly ElfSection[],
  { calls }: RelocationRules,
  { symbolIndex, weak }: Imports,
): Promise<NotedRelocation[]> {
  if (!weak.includes(1)) return [];
  const wanted = new Set(symbolIndex.filter((_, row) => weak[row] === 1));
  const called = new Map<number, NotedRelocation>();
  const taken = new Set<number>();
  const visit = (one: NotedRelocation): void => {
    if (!wanted.has(one.symbolIndex)) return;
    if (!calls.includes(one.type)) taken.add(one.symbolIndex);
    else if (!called.has(one.symbolIndex)) called.set(one.symbolIndex, one);
  };
  for (const section of tables) {
    const whole = section.sh_size <= PIECE;
    if (whole) eachRelocation({ data: file.bytes(section), section, first: 0 }, file.elf.header, visit);
    else for await (const table of pieces(file, section)) eachRelocation(table, file.elf.header, visit);
  }
  return [...called.values()].filter((one) => !taken.has(one.symbolIndex));
}
