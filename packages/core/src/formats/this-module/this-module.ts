import type { Encoding } from "../../io/cursor.ts";
import type { Relocation } from "../elf/relocations.ts";
import { isStringAt } from "../elf/strings.ts";
import { type SymbolTable, symbolAt } from "../elf/symbols.ts";

/** Where the two functions of a module are entered into its `struct module`, in bytes. */
export interface EntryPoints {
  /** Absent for a module without an init function. */
  readonly init?: number;
  /** Absent for a module that cannot be unloaded. */
  readonly exit?: number;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));
const INIT_MODULE = ascii("init_module");
const CLEANUP_MODULE = ascii("cleanup_module");

/**
 * Offsets of `init` and `exit` in `struct module` as the module was compiled: modpost writes `.init = init_module,
 * .exit = cleanup_module` (add_header() in scripts/mod/modpost.c), and the relocations say where these are.
 *
 * @param relocations of `.gnu.linkonce.this_module`
 * @throws {FormatError} if a relocation names a symbol that is not there.
 */
export function entryPoints(relocations: readonly Relocation[], symbols: SymbolTable): EntryPoints {
  const found: { init?: number; exit?: number } = {};
  for (const { offset, symbolIndex } of relocations) {
    const { st_name } = symbolAt(symbols, symbolIndex);
    if (isStringAt(symbols.strings, st_name, INIT_MODULE)) found.init ??= offset;
    else if (isStringAt(symbols.strings, st_name, CLEANUP_MODULE)) found.exit ??= offset;
  }
  return found;
}

const latin1 = new TextDecoder("latin1");

/** Bytes of `struct module` up to the end of `name`: `state`, padded to a word, `list`, and MODULE_NAME_LEN. */
export const NAME_END = 3 * 8 + 56;

/**
 * `name` in the first {@link NAME_END} bytes of `struct module`, include/linux/module.h: the third word and after.
 * `undefined` when no name stands there, as under CONFIG_RANDSTRUCT.
 */
export function moduleName(start: Uint8Array, { wordSize }: Encoding): string | undefined {
  const bytes = start.subarray(3 * wordSize);
  const end = bytes.indexOf(0);
  const name = latin1.decode(bytes.subarray(0, end < 0 ? 0 : end));
  return /^[\w-]+$/.test(name) ? name : undefined;
}
