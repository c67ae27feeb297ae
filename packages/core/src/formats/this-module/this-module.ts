import { byteText } from "../../model/byte-text.ts";
import type { Encoding } from "../../io/cursor.ts";
import { SHN_UNDEF } from "../elf/constants.ts";
import type { Relocation } from "../elf/relocations.ts";
import type { SectionBytes } from "../elf/section-bytes.ts";
import { asciiBytes, isStringAt } from "../elf/strings.ts";
import { type SymbolTable, symbolAt, symbolLayout } from "../elf/symbols.ts";
import { signedAt } from "../elf/word.ts";

/** Where the two functions of a module are entered into its `struct module`, in bytes. */
export interface EntryPoints {
  /** Absent for a module without an init function. */
  readonly init?: number;
  /** Absent for a module that cannot be unloaded. */
  readonly exit?: number;
}

/** One of the two functions. */
export type EntryPoint = keyof EntryPoints;

const INIT_MODULE = asciiBytes("init_module");
const CLEANUP_MODULE = asciiBytes("cleanup_module");

/**
 * Offsets of `init` and `exit` in `struct module` as the module was compiled: modpost writes `.init = init_module,
 * .exit = cleanup_module` (add_header() in scripts/mod/modpost.c), and the relocations say where these are.
 *
 * @param relocations of `.gnu.linkonce.this_module`
 * @throws {FormatError} if a relocation names a symbol that is not there.
 */
export function entryPoints(relocations: readonly Relocation[], symbols: SymbolTable): EntryPoints {
  const found: { init?: number; exit?: number } = {};
  for (const { offset, symbolIndex, type } of relocations) {
    // R_*_NONE enters nothing.
    if (type === 0) continue;
    const { st_name } = symbolAt(symbols, symbolIndex);
    if (isStringAt(symbols.strings, st_name, INIT_MODULE)) found.init ??= offset;
    else if (isStringAt(symbols.strings, st_name, CLEANUP_MODULE)) found.exit ??= offset;
  }
  return found;
}

/**
 * The functions that the module defines and no relocation of `.gnu.linkonce.this_module` refers to, although some
 * symbol is called so: the kernel will not find them. Walks all symbols: for modules that lack one.
 */
export function unlinkedFunctions(found: EntryPoints, symbols: SymbolTable): EntryPoint[] {
  const missing: EntryPoint[] = [];
  if (found.init === undefined && isDefined(symbols, INIT_MODULE)) missing.push("init");
  if (found.exit === undefined && isDefined(symbols, CLEANUP_MODULE)) missing.push("exit");
  return missing;
}

/** Reads the table by its view: one module in five has no exit function, and each of those comes here. */
function isDefined({ count, entries, strings }: SymbolTable, name: Uint8Array): boolean {
  const { at, size } = symbolLayout(entries.encoding);
  const { view } = entries;
  const le = entries.encoding.littleEndian;
  for (let index = 1, base = size; index < count; index += 1, base += size) {
    const st_name = view.getUint32(base + at.st_name, le);
    if (strings.bytes[st_name] !== name[0] || !isStringAt(strings, st_name, name)) continue;
    if (view.getUint16(base + at.st_shndx, le) !== SHN_UNDEF) return true;
  }
  return false;
}

/**
 * The functions whose pointer will not be that of the function: the relocation, or under SHT_REL the place that it is
 * added to, has an addend. modpost writes none.
 *
 * @param section the bytes of `.gnu.linkonce.this_module`
 */
export function displacedFunctions(
  relocations: readonly Relocation[],
  found: EntryPoints,
  { bytes, view, encoding }: SectionBytes,
): EntryPoint[] {
  const addendAt = (offset: number | undefined): boolean => {
    if (offset === undefined) return false;
    const relocation = relocations.find((one) => one.offset === offset);
    if (relocation?.addend !== undefined) return relocation.addend !== 0;
    return offset + encoding.wordSize <= bytes.length && signedAt(view, offset, encoding) !== 0;
  };
  return (["init", "exit"] as const).filter((one) => addendAt(found[one]));
}

/** MODULE_NAME_LEN of include/linux/module.h: 64 less a word. */
const nameLength = (wordSize: number): number => 64 - wordSize;

/** `name` of a `struct module`. */
export interface NameInStruct {
  /** Empty where the first byte is a NUL. */
  readonly name: string;
  /** Whether a NUL ends it within the member. */
  readonly terminated: boolean;
}

/**
 * `name` in a `struct module`, include/linux/module.h: the third word and after. `undefined` when the section is too
 * short to have one. Under CONFIG_RANDSTRUCT it stands elsewhere, and whatever is found here is no name.
 */
export function moduleName(start: Uint8Array, { wordSize }: Encoding): NameInStruct | undefined {
  const member = start.subarray(3 * wordSize, 3 * wordSize + nameLength(wordSize));
  if (member.length < nameLength(wordSize)) return undefined;
  const end = member.indexOf(0);
  return { name: byteText(end < 0 ? member : member.subarray(0, end)), terminated: end >= 0 };
}
