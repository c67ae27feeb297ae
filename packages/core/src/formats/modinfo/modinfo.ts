import { damaged, type SectionBytes } from "../elf/section-bytes.ts";

/** One `tag=value` of `.modinfo`. */
export type ModinfoEntry = readonly [tag: string, value: string];

const utf8 = new TextDecoder("utf-8");

/**
 * The entries of `.modinfo` in their order: NUL-terminated `tag=value` strings with any number of NULs between them.
 * A string without `=` has no tag and is left out, as get_modinfo() in kernel/module/main.c never finds it.
 *
 * @throws {FormatError} if the last string is not NUL-terminated.
 */
export function parseModinfo(section: SectionBytes): ModinfoEntry[] {
  const { bytes } = section;
  if (bytes.length > 0 && bytes[bytes.length - 1] !== 0) {
    damaged(section, bytes.lastIndexOf(0) + 1, "string is not NUL-terminated");
  }
  const entries: ModinfoEntry[] = [];
  for (const text of utf8.decode(bytes).split("\0")) {
    const equals = text.indexOf("=");
    if (equals >= 0) entries.push([text.slice(0, equals), text.slice(equals + 1)]);
  }
  return entries;
}

/** The first value of `tag`, the only one that the kernel sees; `undefined` when there is none. */
export function firstValue(entries: readonly ModinfoEntry[], tag: string): string | undefined {
  return entries.find(([name]) => name === tag)?.[1];
}

/** All values of a tag that may be repeated. */
export function allValues(entries: readonly ModinfoEntry[], tag: string): string[] {
  return entries.filter(([name]) => name === tag).map(([, value]) => value);
}
