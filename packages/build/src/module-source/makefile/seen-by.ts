import type { Condition, Statement } from "./statements.ts";

/** Who reads a Makefile: kbuild, or make that was called in its directory. */
export type Reader = "kbuild" | "make";

/** Variables that the kernel's Makefile exports, and that nobody has who calls make himself. */
const ofKbuild: ReadonlySet<string> = new Set([
  "KERNELRELEASE",
  "KERNELVERSION",
  "KBUILD_EXTMOD",
  "KBUILD_MODULES",
  "srctree",
  "obj",
  "src",
]);

/** Whether a statement may be there for this reader: only conditions that ask for kbuild's variables are decided. */
export const seenBy = ({ when }: Pick<Statement, "when">, reader: Reader): boolean =>
  when.every((condition) => {
    const value = holdsFor(condition, reader);
    return value === undefined || value === condition.holds;
  });

/** Whether it hangs on KERNELRELEASE which part of a Makefile is read: then nobody who calls make himself may set it. */
export const asksForRelease = (statements: readonly Statement[]): boolean =>
  statements.some(({ when }) => when.some(({ text }) => emptiness(text)?.variable === "KERNELRELEASE"));

function holdsFor({ text }: Condition, reader: Reader): boolean | undefined {
  const asked = emptiness(text);
  if (!asked || !ofKbuild.has(asked.variable)) return undefined;
  return asked.wantsEmpty === (reader === "make");
}

/** `ifeq ($(X),)` wants X to be empty, `ifdef X` wants it not to be. */
function emptiness(text: string): { readonly variable: string; readonly wantsEmpty: boolean } | undefined {
  const [, not, defined] = /^if(n?)def\s+(\w+)\s*$/.exec(text) ?? [];
  if (defined !== undefined) return { variable: defined, wantsEmpty: not === "n" };
  const [, differs, rest = ""] = /^if(n?)eq\s*(.*)$/s.exec(text) ?? [];
  if (differs === undefined) return undefined;
  const sides = sidesOf(rest.trim());
  if (!sides?.includes("")) return undefined;
  const other = sides.find((side) => side !== "") ?? "";
  const variable = /^(?:\$\(strip\s+)?\$[({](\w+)[)}]\)?$/.exec(other)?.[1];
  return variable === undefined ? undefined : { variable, wantsEmpty: differs === "" };
}

function sidesOf(text: string): readonly string[] | undefined {
  const quoted = /^(["'])(.*?)\1\s+(["'])(.*?)\3$/s.exec(text);
  if (quoted) return [quoted[2] ?? "", quoted[4] ?? ""];
  const [, inner] = /^\((.*)\)$/s.exec(text) ?? [];
  if (inner === undefined) return undefined;
  const comma = topLevelComma(inner);
  return comma === undefined
    ? undefined
    : [unquoted(inner.slice(0, comma)), unquoted(inner.slice(comma + 1))];
}

/** To make, quotes in parentheses are part of the text; on both sides they change nothing. */
const unquoted = (text: string): string => text.trim().replace(/^"(.*)"$/s, "$1");

function topLevelComma(text: string): number | undefined {
  let depth = 0;
  for (const [index, character] of text.split("").entries()) {
    if (character === "(" || character === "{") depth += 1;
    else if (character === ")" || character === "}") depth -= 1;
    else if (character === "," && depth === 0) return index;
  }
  return undefined;
}
