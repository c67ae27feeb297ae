import { FormatError } from "../../io/format-error.ts";
import type { CTypes, NamedKind, RecordType } from "../../model/c-type.ts";
import type { ElfFile } from "../elf/elf.ts";
import { type DebugSections, debugSections } from "./debug-sections.ts";
import { findDefinitions } from "./find-definitions.ts";
import { type NameSearch, nameSearch } from "./name-search.ts";
import { splitFileOf, type UnitReader, unitReader } from "./read-unit.ts";
import { withReferences } from "./references.ts";
import { listUnits, type UnitList } from "./unit-list.ts";
import { SupplementError, supplementOf } from "./supplement.ts";
import type { Unit } from "./unit.ts";
import { unitsTypes } from "./units-types.ts";

/** The debug information of a file, DWARF 2 to 5. Whoever asks for a type reads the units that it needs, and no others. */
export interface Dwarf {
  /** For messages: the input. */
  readonly source: string;
  /**
   * The types of the first unit that defines `name`, with those of other units that it refers to.
   *
   * @throws {FormatError} if the file is damaged, or the name could be in a unit that cannot be read.
   */
  defining(kind: NamedKind, name: string): Promise<DwarfTypes>;
  /**
   * As {@link Dwarf.defining}, with the types of one more unit for each struct of that name that is another: C has them in as
   * many files as it likes. All units are looked through.
   */
  definitions(kind: RecordType["kind"], name: string): Promise<DwarfTypes>;
  /**
   * The types of all units, for a file as small as a module.
   *
   * @throws {FormatError} if it is damaged, or has more than 256 MiB of them.
   */
  all(): Promise<DwarfTypes>;
}

/** Types, or that the file does not have them itself. */
export type DwarfTypes =
  | { readonly found: true; readonly types: CTypes }
  | {
      readonly found: false;
      /** The first of the files that the types are in, where the compiler put them aside (`-gsplit-dwarf`): `"main.dwo"`. */
      readonly splitInto?: string;
      /** The supplementary file that they may be in: what several files had in common, dwz put there. */
      readonly supplement?: string;
    };

/** Of what is read whole: several times the largest module of a kernel. */
const MAX_ALL = 256 << 20;

/** The debug information of an ELF file; `undefined` when it has none. Nothing is read yet. */
export function openDwarf(file: ElfFile): Dwarf | undefined {
  const sections = debugSections(file);
  if (!sections.has(".debug_info") && !sections.has(".debug_types")) return undefined;
  let listed: Promise<UnitList> | undefined;
  const list = async (): Promise<UnitList> => (listed ??= listUnits(sections));
  const search = async (kind: NamedKind, name: string, every: boolean): Promise<DwarfTypes> =>
    orSupplement(sections, async () =>
      defining(sections, await list(), await nameSearch(sections, kind, name), every),
    );
  return {
    source: file.source.name,
    defining: async (kind, name) => search(kind, name, false),
    definitions: async (kind, name) => search(kind, name, true),
    all: async () => orSupplement(sections, async () => all(sections, await list())),
  };
}

/** What is not there, or leads into another file, is in the supplementary file where there is one. */
async function orSupplement(sections: DebugSections, read: () => Promise<DwarfTypes>): Promise<DwarfTypes> {
  try {
    const found = await read();
    if (found.found || found.splitInto !== undefined) return found;
    const supplement = await supplementOf(sections);
    return supplement === undefined ? found : { found: false, supplement };
  } catch (error) {
    if (!(error instanceof SupplementError)) throw error;
    const supplement = await supplementOf(sections);
    if (supplement === undefined) throw error;
    return { found: false, supplement };
  }
}

async function defining(
  sections: DebugSections,
  list: UnitList,
  search: NameSearch,
  every: boolean,
): Promise<DwarfTypes> {
  const reader = await unitReader(sections, list);
  const { units, splitInto, damage } = await findDefinitions(reader, search, every);
  if (units.length > 0) {
    return { found: true, types: await typesOf(reader, units, sections.file.source.name) };
  }
  if (damage) throw damage;
  return notFound(list, splitInto);
}

function notFound({ foreign, cutOff }: UnitList, splitInto: string | undefined): DwarfTypes {
  if (cutOff) throw cutOff;
  if (foreign) {
    const what = `a unit of DWARF ${foreign.version}; DWARF 2 to 5 are read`;
    throw new FormatError(foreign.in, foreign.offset, what);
  }
  return { found: false, ...(splitInto !== undefined && { splitInto }) };
}

async function typesOf(reader: UnitReader, units: readonly Unit[], name: string): Promise<CTypes> {
  const [first, ...rest] = await withReferences(reader, units);
  if (!first) throw new FormatError(name, 0, "no unit of debug information");
  return unitsTypes([first, ...rest], name);
}

async function all(sections: DebugSections, list: UnitList): Promise<DwarfTypes> {
  const size = list.places.reduce((sum, { header }) => sum + header.length, 0);
  if (size > MAX_ALL) {
    const what = `${size} bytes of debug information; at most ${MAX_ALL} are read whole`;
    throw new FormatError(sections.file.source.name, 0, what);
  }
  if (list.foreign || list.cutOff) return notFound(list, undefined);
  const reader = await unitReader(sections, list);
  const units: Unit[] = [];
  for (const place of list.places) {
    const unit = await reader.read(place);
    const split = splitFileOf(unit);
    if (split !== undefined) return { found: false, splitInto: split };
    units.push(unit);
  }
  if (units.length === 0) return { found: false };
  return { found: true, types: await typesOf(reader, units, sections.file.source.name) };
}
