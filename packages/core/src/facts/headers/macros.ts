import { conditionOf, type Definition, type Header, openHeader } from "../../formats/c-header/header.ts";
import { parseCondition } from "../../formats/c-header/parse-condition.ts";
import { FormatError } from "../../io/format-error.ts";
import { evaluated, type Macros, type MacroValue } from "../../model/header-condition.ts";

/** What kbuild defines for every file of a module, and what it does not: scripts/Makefile.lib. */
const ofModules: Readonly<Record<string, MacroValue>> = {
  __KERNEL__: 1,
  MODULE: 1,
  __ASSEMBLY__: "undefined",
  __ASSEMBLER__: "undefined",
  __CHECKER__: "undefined",
  __GENKSYMS__: "undefined",
  __cplusplus: "undefined",
};

/** Definitions by each other; a header's deepest are 3. */
const MAX_DEPTH = 16;

/**
 * What a module that is built with this configuration sees of macros. An option that `autoconf.h` does not define is not
 * set; of what is neither an option nor kbuild's nothing is known.
 *
 * @param autoconf the content of include/generated/autoconf.h
 * @throws {FormatError} if that is damaged.
 */
export function macrosOf(autoconf: Uint8Array, source: string): Macros {
  const { defines } = openHeader(autoconf, source);
  const values = new Map([...defines].map(([name, all]) => [name, valueOf(all.at(-1))]));
  return (name) =>
    values.get(name) ??
    (name.startsWith("CONFIG_") ? "undefined" : Object.hasOwn(ofModules, name) ? ofModules[name] : undefined);
}

/** The same where a header defines more for itself: `#ifdef CONFIG_X` … `#define HAS_Y`. */
export function withDefinitions(header: Header, macros: Macros): Macros {
  let depth = 0;
  const known: Macros = (name) => {
    const own = header.defines.get(name);
    const given = macros(name);
    if (given !== undefined || !own || depth >= MAX_DEPTH) return given;
    depth += 1;
    try {
      return definedHere(own, known);
    } finally {
      depth -= 1;
    }
  };
  return known;
}

/** What the last definition that is there says; `undefined` where one may be there or not, or another header may have one. */
function definedHere(all: readonly Definition[], macros: Macros): MacroValue | undefined {
  for (const definition of all.toReversed()) {
    const there = evaluated(conditionOf(definition.branch), macros);
    if (there === undefined) return undefined;
    if (there !== 0) return numberIn(definition, macros);
  }
  return undefined;
}

const valueOf = (definition: Definition | undefined): MacroValue =>
  definition ? numberIn(definition, () => undefined) : "undefined";

function numberIn({ tokens }: Definition, macros: Macros): MacroValue {
  try {
    const [first] = tokens;
    return first ? (evaluated(parseCondition(tokens, "", first.at), macros) ?? "defined") : "defined";
  } catch (error) {
    // It stands for something that is no expression.
    if (error instanceof FormatError) return "defined";
    throw error;
  }
}
