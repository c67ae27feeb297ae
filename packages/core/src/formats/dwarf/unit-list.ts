import type { ByteSource } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import type { TypeId } from "../../model/c-type.ts";
import { DW_UT_compile, DW_UT_type } from "./constants.ts";
import type { DebugSections } from "./debug-sections.ts";
import { type ForeignUnit, isReadable, type UnitHeader, unitHeaders } from "./unit-header.ts";
import type { UnitPlace } from "./unit.ts";

/** All units of a file. */
export interface UnitList {
  readonly places: readonly UnitPlace[];
  /** The first that cannot be read: nobody knows what it defines. */
  readonly foreign?: ForeignUnit & { readonly in: string };
  /** Where the list ends early: a file that was cut off. Nobody knows what is behind; absent when it is whole. */
  readonly cutOff?: FormatError;
  /** Where the type of each type unit is, by its signature. */
  readonly signatures: ReadonlyMap<bigint, TypeId>;
}

/** Reads the headers of all units, up to one that is damaged. @throws {FormatError} if a section cannot be unpacked. */
export async function listUnits(sections: DebugSections): Promise<UnitList> {
  const places: UnitPlace[] = [];
  const signatures = new Map<bigint, TypeId>();
  let foreign: UnitList["foreign"];
  let cutOff: FormatError | undefined;
  let start = 0;
  for (const { section, unitType } of await sectionsOfUnits(sections)) {
    const add = (header: UnitHeader | ForeignUnit): void => {
      if (!isReadable(header)) {
        foreign ??= { ...header, in: section.name };
        return;
      }
      const id = start + header.offset;
      places.push({ section, header, id });
      const { signature } = header;
      if (signature) signatures.set(signature.id, id + signature.typeOffset);
    };
    const damage = await damageOf(async () => {
      for await (const header of unitHeaders(section, sections.file.header.encoding, unitType)) add(header);
    });
    cutOff ??= damage;
    start += section.size;
  }
  return { places, signatures, ...(foreign && { foreign }), ...(cutOff && { cutOff }) };
}

/** Does something; answers the damage that it met, and nothing when there is none. */
export async function damageOf(action: () => Promise<void>): Promise<FormatError | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

/** DWARF 4 has type units in a section of their own, and the units themselves do not tell what they are. */
async function sectionsOfUnits(
  sections: DebugSections,
): Promise<{ readonly section: ByteSource; readonly unitType: number }[]> {
  const info = await sections.open(".debug_info");
  const types = await sections.open(".debug_types");
  return [
    ...info.map((section) => ({ section, unitType: DW_UT_compile })),
    ...types.map((section) => ({ section, unitType: DW_UT_type })),
  ];
}

/** The last unit that does not start behind `id`, of units in the order of the file. */
export function placeAt<P extends UnitPlace>(places: readonly P[], id: TypeId): P | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.id ?? Infinity) <= id) low = middle + 1;
    else high = middle;
  }
  return places[low - 1];
}
