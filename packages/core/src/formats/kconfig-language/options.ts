import type { Condition, Property, SymbolType } from "../../model/kconfig-rules.ts";
import type { Builder, Entry } from "./builder.ts";
import {
  ExpressionError,
  notNo,
  readExpression,
  readOperand,
  readWhen,
  type WordReader,
} from "./expression.ts";
import type { Statement, Word } from "./words.ts";

const TYPES: Readonly<Record<string, SymbolType>> = {
  bool: "bool",
  boolean: "bool",
  tristate: "tristate",
  int: "int",
  hex: "hex",
  string: "string",
};
const DEFAULT_TYPES: Readonly<Record<string, SymbolType>> = { def_bool: "bool", def_tristate: "tristate" };

/**
 * Reads one line of an entry (`bool`, `depends on`, `select` …) into it.
 *
 * @returns whether `keyword` is such a line.
 * @throws {ExpressionError} if the rest of the line is not what the keyword takes.
 */
export function readOption(
  keyword: string,
  words: WordReader,
  entry: Entry,
  builder: Builder,
  where: Statement["where"],
): boolean {
  const property = <T>(value: T): Property<T> => {
    const when = readWhen(words);
    return { value, where, ...(when && { when }) };
  };
  if (keyword === "depends") return readDepends(words, entry, where);
  if (entry.kind === "config") return readConfigOption(keyword, words, entry, builder, property);
  if (entry.kind === "choice") return readChoiceOption(keyword, words, entry, property);
  if (entry.kind === "menu" && keyword === "visible") {
    const expression = readWhen(words);
    if (expression) entry.visible.push({ expression, where });
    return true;
  }
  return false;
}

/** `depends on A`, and since 7.0 `depends on A if B`: menu_add_dep() in scripts/kconfig/menu.c. */
function readDepends(words: WordReader, entry: Entry, where: Statement["where"]): boolean {
  if (!words.accept("on")) throw new ExpressionError("`on` is missing");
  const wanted = readExpression(words);
  const when = readWhen(words);
  const condition: Condition = {
    where,
    expression: when
      ? {
          op: "or",
          of: [
            { op: "and", of: [notNo(when), wanted] },
            { op: "not", of: notNo(when) },
          ],
        }
      : wanted,
  };
  if (entry.kind === "config") entry.definition.depends.push(condition);
  else if (entry.kind === "choice") entry.choice.depends.push(condition);
  else if (entry.kind === "menu") entry.depends.push(condition);
  return true;
}

type Make = <T>(value: T) => Property<T>;

function readConfigOption(
  keyword: string,
  words: WordReader,
  { symbol, definition }: Config,
  builder: Builder,
  property: Make,
): boolean {
  const type = TYPES[keyword];
  const defaultType = DEFAULT_TYPES[keyword];
  if (type) {
    if (words.next?.kind === "quoted") definition.prompts.push(property(words.take().text));
    builder.setType(symbol, type);
    return true;
  }
  if (defaultType || keyword === "default") {
    definition.defaults.push(property(readExpression(words)));
    if (defaultType) builder.setType(symbol, defaultType);
    return true;
  }
  return readProperty(keyword, words, definition, property) || readFlag(keyword, words, symbol, builder);
}

type Config = Extract<Entry, { readonly kind: "config" }>;

function readProperty(
  keyword: string,
  words: WordReader,
  definition: Config["definition"],
  property: Make,
): boolean {
  switch (keyword) {
    case "prompt":
      definition.prompts.push(property(words.take().text));
      return true;
    case "select":
      definition.selects.push(property(nameOf(words.take())));
      return true;
    case "imply":
      definition.implies.push(property(nameOf(words.take())));
      return true;
    case "range":
      definition.ranges.push(property([readOperand(words), readOperand(words)] as const));
      return true;
    default:
      return false;
  }
}

function readFlag(keyword: string, words: WordReader, symbol: Config["symbol"], builder: Builder): boolean {
  switch (keyword) {
    case "modules":
      builder.setModules(symbol);
      return true;
    case "transitional":
      symbol.transitional = true;
      return true;
    case "option":
      // Kernels up to 5.11 have it; besides `modules` all of it says how the tool shows or fetches values.
      if (words.next?.text === "modules") builder.setModules(symbol);
      while (!words.done) words.take();
      return true;
    default:
      return false;
  }
}

function readChoiceOption(
  keyword: string,
  words: WordReader,
  { choice }: Extract<Entry, { readonly kind: "choice" }>,
  property: Make,
): boolean {
  switch (keyword) {
    case "prompt":
      choice.prompts.push(property(words.take().text));
      return true;
    case "bool":
    case "tristate":
      choice.type ??= keyword;
      if (words.next?.kind === "quoted") choice.prompts.push(property(words.take().text));
      return true;
    case "default":
      choice.defaults.push(property(nameOf(words.take())));
      return true;
    case "optional":
      choice.optional = true;
      return true;
    default:
      return false;
  }
}

function nameOf(word: Word): string {
  if (word.kind !== "word") throw new ExpressionError(`\`${word.text}\` stands where a symbol is wanted`);
  return word.text;
}
