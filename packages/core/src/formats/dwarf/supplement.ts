import { FormatError } from "../../io/format-error.ts";
import { readAll } from "../../io/byte-source.ts";
import type { DebugSections } from "./debug-sections.ts";

/** What was wanted is in the supplementary file, which dwz made of what several files have in common. */
export class SupplementError extends FormatError {}

/** A path, and the build id behind it. */
const MAX_LINK = 64 << 10;
/** DWARF 5, 7.3.6: version and a flag stand before the name. */
const SUP_HEADER = 3;

/**
 * The supplementary file that debug information goes on in, as its path stands there: `"../../.dwz/x.debug"`. `undefined` where
 * there is none.
 *
 * @throws {FormatError} if the section that names it is larger than any.
 */
export async function supplementOf(sections: DebugSections): Promise<string | undefined> {
  return (
    (await nameIn(sections, ".gnu_debugaltlink", 0)) ?? (await nameIn(sections, ".debug_sup", SUP_HEADER))
  );
}

async function nameIn(sections: DebugSections, section: string, at: number): Promise<string | undefined> {
  const [source] = await sections.open(section);
  if (!source) return undefined;
  const bytes = (await readAll(source, MAX_LINK)).subarray(at);
  const end = bytes.indexOf(0);
  const name = new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  return name === "" ? undefined : name;
}
