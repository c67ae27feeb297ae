import { FormatError } from "../../io/format-error.ts";
import { lines } from "./lines.ts";

/**
 * `modules.dep` as depmod(8) writes it: path of a module below `lib/modules/<release>`, in its order, to the paths of
 * the modules that must be loaded first, `"kernel/drivers/net/mii.ko.xz"`.
 *
 * @throws {FormatError} if a line has no colon behind its first path.
 */
export function parseModulesDep(bytes: Uint8Array, source: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { at, text } of lines(bytes, source)) {
    if (text.startsWith("#")) continue;
    const colon = text.indexOf(":");
    if (colon <= 0)
      throw new FormatError(source, at, `"path: path …" wanted, ${JSON.stringify(text.slice(0, 80))} found`);
    found.set(
      text.slice(0, colon),
      text
        .slice(colon + 1)
        .split(" ")
        .filter(Boolean),
    );
  }
  return found;
}
