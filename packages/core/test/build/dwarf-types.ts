import { bytesSource } from "../../src/io/byte-source.ts";
import type { CType, CTypes, NamedKind } from "../../src/model/c-type.ts";
import { type Dwarf, openDwarf } from "../../src/formats/dwarf/dwarf.ts";
import { openElf } from "../../src/formats/elf/elf.ts";
import { dwarfFile, dwarfInt, dwarfMember, dwarfStruct, type EntrySpec } from "./dwarf-writer.ts";
import { given } from "./given.ts";

/** The debug information of a file that has some. */
export const openedDwarf = async (bytes: Uint8Array): Promise<Dwarf> =>
  given(openDwarf(await openElf(bytesSource("vmlinux", bytes))));

/** The types that define a name. @throws {Error} if nothing does. */
export async function definingTypes(bytes: Uint8Array, kind: NamedKind, name: string): Promise<CTypes> {
  const answer = await (await openedDwarf(bytes)).defining(kind, name);
  if (!answer.found) throw new Error(`no ${kind} ${name}`);
  return answer.types;
}

/** The only definition of that name, in a program of one unit with these entries. */
export async function typeIn(entries: readonly EntrySpec[], kind: NamedKind, name: string): Promise<CType> {
  return firstNamed(await definingTypes(dwarfFile({ units: [{ entries }] }), kind, name), kind, name);
}

/** The first definition of that name. */
export function firstNamed(types: CTypes, kind: NamedKind, name: string): CType {
  return types.type(given(types.named(kind, name)[0]));
}

/** `struct pair { int a; int b; };` */
export const pair = [
  dwarfInt(),
  dwarfStruct("pair", 8, [dwarfMember("a", "int", 0), dwarfMember("b", "int", 4)]),
];
