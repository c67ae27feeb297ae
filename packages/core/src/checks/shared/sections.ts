// What the checks ask of a module's section headers. Two dozen checks walking fifty sections each were a third of all
// that judging a module costs; so one walk answers them all.
import { type Generation, hasCome } from "../../model/generation.ts";
import type { ElfShape, SectionShape } from "../../model/module.ts";
import { hasReached } from "../../model/release.ts";
import {
  hasBytes,
  isAllocated,
  isInside,
  SHF_EXECINSTR,
  SHF_RELA_LIVEPATCH,
  SHF_WRITE,
  SHT_NULL,
  SHT_REL,
  SHT_RELA,
  SHT_SYMTAB,
} from "./elf.ts";

/** Every name that a check asks for. */
const names = [
  ".gnu.linkonce.this_module",
  ".modinfo",
  ".ctors",
  ".init_array",
  "__version_ext_crcs",
  "__version_ext_names",
  "__ksymtab",
  "__ksymtab_gpl",
  "__ksymtab_gpl_future",
  "__ksymtab_unused",
  "__ksymtab_unused_gpl",
  "__kcrctab",
  "__kcrctab_gpl",
  "__kcrctab_gpl_future",
  "__kcrctab_unused",
  "__kcrctab_unused_gpl",
  "__kflagstab",
  ".plt",
  ".init.plt",
  ".plt.idx",
  ".got",
  ".got.plt",
  ".stubs",
  ".text.ftrace_trampoline",
  ".init.text.ftrace_trampoline",
  ".data..percpu",
  "__obsparm",
  "_ftrace_events",
  ".orc_unwind",
  ".orc_unwind_ip",
  ".return_sites",
] as const;

/** A section name that a check asks for. */
export type SectionName = (typeof names)[number];

/** The sections of one name. */
export interface Named {
  readonly count: number;
  readonly first: SectionShape;
  /** The first that occupies memory, which is the one that the kernel finds; absent when none does. */
  readonly firstAllocated?: SectionShape;
  /** Whether one occupies memory: find_sec() in kernel/module/main.c finds no other. */
  readonly allocated: boolean;
  /** Whether one occupies memory and is not empty. */
  readonly filled: boolean;
}

/** All section headers in short. Indexes are -1 where there is no such section. */
export interface SectionSummary {
  /** The first SHT_SYMTAB, which is the one that the kernel takes. */
  readonly symtab: SectionShape | undefined;
  /** How many SHT_SYMTAB there are. */
  readonly symtabs: number;
  /** Index of the first SHT_SYMTAB after section 0 whose `sh_link` names no section. */
  readonly strayLink: number;
  /** Index of the first after section 0 that does not lie inside the file. */
  readonly outside: number;
  /** Index of the first after section 0 that occupies memory, has bytes in the file, and has no name. */
  readonly namelessInMemory: number;
  /** Index of the first after section 0 that has no name and is not SHT_NULL. */
  readonly nameless: number;
  /** Index of the first with SHF_WRITE and SHF_EXECINSTR. */
  readonly writableAndExecutable: number;
  /** Index of the first SHT_REL, and of the first SHT_RELA, that relocates what occupies memory. */
  readonly firstRel: number;
  readonly firstRela: number;
  /** Index of the first table of relocations for a section that is not there. */
  readonly lostRelocations: number;
  /** Indexes of the relocations that are for livepatch. */
  readonly livepatchRelocations: readonly number[];
  /** A name that two sections have that occupy memory and are not empty. */
  readonly twice: string | undefined;
  readonly named: ReadonlyMap<string, Named>;
}

const NONE: readonly number[] = [];

// Names of loaded sections, and the module in which each was last seen: one map for all of them.
const seenIn = new Map<string, number>();
let modules = 0;

/** Names beyond those of all the kernel's own modules are forgotten. */
const MAX_SEEN = 4096;

// rewrite_section_headers() and layout_and_allocate() load the first of these no more.
const takenOut: ReadonlySet<string> = new Set([
  "__versions",
  "__version_ext_crcs",
  "__version_ext_names",
  ".modinfo",
  ".data..percpu",
]);

/** Whether an earlier section of this module has the same name, and both are loaded and not empty. */
function isNamedTwice(section: SectionShape): boolean {
  const { name, sh_size } = section;
  if (name === undefined || sh_size === 0 || !isAllocated(section)) return false;
  if (seenIn.get(name) === modules) return !takenOut.has(name);
  seenIn.set(name, modules);
  return false;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const BOTH = SHF_WRITE | SHF_EXECINSTR;
/** What module_enforce_rwx_sections() in kernel/module/strict_rwx.c does not want. */
export const isWritableAndExecutable = ({ sh_flags }: SectionShape): boolean => (sh_flags & BOTH) === BOTH;

const asked: ReadonlySet<string> = new Set(names);

// The checks of one module follow each other, so remembering one answer is enough.
let last: { readonly elf: ElfShape; readonly summary: SectionSummary } | undefined;

/** The section headers in short. */
export function summaryOf(elf: ElfShape): SectionSummary {
  if (last?.elf !== elf) last = { elf, summary: summarized(elf) };
  return last.summary;
}

/** The sections of that name, whatever their flags; `undefined` when there is none. */
export const named = (elf: ElfShape, name: SectionName): Named | undefined => summaryOf(elf).named.get(name);

/** find_sec() in kernel/module/main.c: only what occupies memory is found. */
export const hasSection = (elf: ElfShape, name: SectionName): boolean => named(elf, name)?.allocated ?? false;

/** The same, with something in it. */
export const hasFilled = (elf: ElfShape, name: SectionName): boolean => named(elf, name)?.filled ?? false;

/** A name that two loaded sections have; `undefined` when there is none. */
export const nameTwice = (elf: ElfShape): string | undefined => summaryOf(elf).twice;

/** Whether mod_sysfs_setup() fails where two sections have one name: since some release between 6.1 and 6.12. */
export const refusesNameTwice = (kernel: {
  readonly generation: Generation;
  readonly release: string;
}): boolean => hasCome(kernel.generation, "6.4") && hasReached(kernel.release, 6, 12);

function summarized(elf: ElfShape): SectionSummary {
  const byName = new Map<string, Named>();
  const found = {
    symtab: undefined,
    symtabs: 0,
    strayLink: -1,
    outside: -1,
    namelessInMemory: -1,
    nameless: -1,
    writableAndExecutable: -1,
    firstRel: -1,
    firstRela: -1,
    lostRelocations: -1,
    livepatchRelocations: NONE,
    twice: undefined,
  };
  const summary: Writable<SectionSummary> = { ...found, named: byName };
  let index = 0;
  modules += 1;
  if (seenIn.size > MAX_SEEN) seenIn.clear();
  for (const section of elf.sections) {
    const { name, sh_type } = section;
    if (sh_type === SHT_SYMTAB) {
      summary.symtab ??= section;
      summary.symtabs += 1;
    }
    if (name !== undefined && asked.has(name)) byName.set(name, withSection(byName.get(name), section));
    if (sh_type === SHT_RELA || sh_type === SHT_REL) noteRelocations(summary, elf, section, index);
    if (isNamedTwice(section)) summary.twice ??= name;
    noteFault(summary, elf, section, index);
    index += 1;
  }
  return summary;
}

// apply_relocations() in kernel/module/main.c
function noteRelocations(
  summary: Writable<SectionSummary>,
  { sections }: ElfShape,
  { sh_type, sh_info, sh_flags }: SectionShape,
  index: number,
): void {
  const target = sections[sh_info];
  if (!target && summary.lostRelocations < 0) summary.lostRelocations = index;
  if (!target || !isAllocated(target)) return;
  if ((sh_flags & SHF_RELA_LIVEPATCH) !== 0) {
    summary.livepatchRelocations = [...summary.livepatchRelocations, index];
    return;
  }
  if (target.name === ".data..percpu") return;
  if (sh_type === SHT_REL && summary.firstRel < 0) summary.firstRel = index;
  if (sh_type === SHT_RELA && summary.firstRela < 0) summary.firstRela = index;
}

function noteFault(
  summary: Writable<SectionSummary>,
  elf: ElfShape,
  section: SectionShape,
  index: number,
): void {
  const { name, sh_type } = section;
  if (isWritableAndExecutable(section) && summary.writableAndExecutable < 0)
    summary.writableAndExecutable = index;
  if (index === 0) return;
  if (sh_type === SHT_SYMTAB && isStray(section.sh_link, elf) && summary.strayLink < 0)
    summary.strayLink = index;
  if (!isInside(elf, section) && summary.outside < 0) summary.outside = index;
  if (name === undefined && sh_type !== SHT_NULL) noteNameless(summary, section, index);
}

function noteNameless(summary: Writable<SectionSummary>, section: SectionShape, index: number): void {
  if (summary.nameless < 0) summary.nameless = index;
  if (isAllocated(section) && hasBytes(section) && summary.namelessInMemory < 0)
    summary.namelessInMemory = index;
}

const isStray = (link: number, { e_shnum }: ElfShape): boolean => link === 0 || link >= e_shnum;

function withSection(before: Named | undefined, section: SectionShape): Named {
  const allocated = isAllocated(section);
  return {
    count: (before?.count ?? 0) + 1,
    first: before?.first ?? section,
    ...firstAllocated(before, section, allocated),
    allocated: allocated || before?.allocated === true,
    filled: (allocated && section.sh_size > 0) || before?.filled === true,
  };
}

function firstAllocated(
  before: Named | undefined,
  section: SectionShape,
  allocated: boolean,
): Pick<Named, "firstAllocated"> {
  const found = before?.firstAllocated ?? (allocated ? section : undefined);
  return found ? { firstAllocated: found } : {};
}
