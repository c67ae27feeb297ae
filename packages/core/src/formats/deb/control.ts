import { FormatError } from "../../io/format-error.ts";

/**
 * The fields of a `control` file, by name; the lines of a folded field are joined by newlines. deb-control(5)
 *
 * @throws {FormatError} if a line is neither `Name: value` nor a continuation.
 */
export function parseControl(bytes: Uint8Array, source: string): Readonly<Record<string, string>> {
  const fields: [string, string][] = [];
  for (const [number, line] of new TextDecoder("utf-8").decode(bytes).split("\n").entries()) {
    const last = fields.at(-1);
    const [, name, value] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) fields.push([name, value.trimEnd()]);
    else if (/^[ \t]/.test(line) && last) last[1] += `\n${line.trim()}`;
    else if (line.trim() !== "") {
      throw new FormatError(
        source,
        0,
        `line ${number + 1}: "Name: value" wanted, ${JSON.stringify(line.slice(0, 80))} found`,
      );
    }
  }
  return Object.fromEntries(fields);
}
