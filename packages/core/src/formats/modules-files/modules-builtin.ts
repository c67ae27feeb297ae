import { FormatError } from "../../io/format-error.ts";
import { moduleNameOf } from "../../model/module-name.ts";
import { lines } from "./lines.ts";

/**
 * `modules.builtin` as kbuild writes it, one path to a line: name of a module that is part of the image to its path,
 * `"kernel/drivers/net/loopback.ko"`. Of two with the same name (`arm-cci` of 6.12 is in drivers/bus and drivers/perf) the
 * first.
 *
 * @throws {FormatError} if a line is no path of a module.
 */
export function parseModulesBuiltin(bytes: Uint8Array, source: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { at, text } of lines(bytes, source)) {
    if (!text.endsWith(".ko")) {
      throw new FormatError(
        source,
        at,
        `a path ending in .ko wanted, ${JSON.stringify(text.slice(0, 80))} found`,
      );
    }
    const name = moduleNameOf(text);
    if (!found.has(name)) found.set(name, text);
  }
  return found;
}

const latin1 = new TextDecoder("latin1");

/**
 * `modules.builtin.modinfo`: name of a module that is part of the image to its `.modinfo` entries, `[tag, value]`, in
 * their order. Entries are `name.tag=value`, each ended by a NUL; MODULE_INFO in include/linux/moduleparam.h.
 *
 * @throws {FormatError} if an entry has another form or the last one does not end.
 */
export function parseBuiltinModinfo(
  bytes: Uint8Array,
  source: string,
): ReadonlyMap<string, readonly (readonly [tag: string, value: string])[]> {
  const found = new Map<string, (readonly [string, string])[]>();
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf(0, at);
    if (end < 0) throw new FormatError(source, at, "the last entry is not NUL-terminated");
    // Sections are aligned: NULs may stand between entries.
    if (end > at) addEntry(found, latin1.decode(bytes.subarray(at, end)), source, at);
    at = end + 1;
  }
  return found;
}

function addEntry(
  found: Map<string, (readonly [string, string])[]>,
  entry: string,
  source: string,
  at: number,
): void {
  const [, name, tag, value] = /^([^.=]+)\.([^=]+)=([^]*)$/.exec(entry) ?? [];
  if (name === undefined || tag === undefined || value === undefined) {
    throw new FormatError(source, at, `"name.tag=value" wanted, ${JSON.stringify(entry.slice(0, 80))} found`);
  }
  const key = moduleNameOf(name);
  const entries = found.get(key);
  if (entries) entries.push([tag, value]);
  else found.set(key, [[tag, value]]);
}
