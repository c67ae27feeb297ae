import type { Text } from "@kofit/core";
import { parseArgs } from "node:util";
import { nearest } from "./nearest.ts";
import { UsageError } from "./usage-error.ts";

/** One option, as `parseArgs` reads it and the help shows it. */
export interface Option {
  readonly type: "string" | "boolean";
  /** May be given more than once. */
  readonly multiple?: boolean;
  readonly short?: string;
  /** What the help calls the value: `"FILE"`. Absent for a boolean. */
  readonly value?: string;
  readonly summary: Text;
}

export type Options = Readonly<Record<string, Option>>;

/** Options that every command takes. */
export const commonOptions = {
  lang: {
    type: "string",
    value: "en|zh",
    summary: {
      en: "language; else LC_ALL, LC_MESSAGES or LANG decides",
      zh: "输出语言；未指定时由 LC_ALL、LC_MESSAGES 或 LANG 决定",
    },
  },
  help: { type: "boolean", short: "h", summary: { en: "show this text", zh: "显示本帮助" } },
} as const satisfies Options;

/** What `parseArgs` makes of arguments for the options `O`. */
export type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O & typeof commonOptions; allowPositionals: true }>
>;

/**
 * Takes arguments apart.
 *
 * @throws {UsageError} for an option that is not there, or a value that is missing or too much.
 */
export function parse<O extends Options>(args: readonly string[], own: O): Parsed<O> {
  const options = { ...own, ...commonOptions };
  requireOptions(args, options);
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

/** The errors of parseArgs are English and name no neighbour, so ours come first. */
function requireOptions(args: readonly string[], options: Options): void {
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (!option) throw unknownOption(rawName, options);
    const missing = value === undefined || (!inlineValue && /^-./.test(value));
    if (option.type === "string" && missing) throw valueMissing(rawName, option.value ?? "VALUE");
    if (option.type === "boolean" && value !== undefined) throw valueTooMuch(rawName);
  }
}

function unknownOption(option: string, options: Options): UsageError {
  const near = nearest(
    option,
    Object.keys(options).map((name) => `--${name}`),
  );
  return new UsageError({
    en: `there is no option ${option}${near ? `; did you mean ${near}?` : ""}`,
    zh: `没有 ${option} 这个选项${near ? `，您是否想用 ${near}？` : ""}`,
  });
}

const valueMissing = (option: string, value: string): UsageError =>
  new UsageError({
    en: `${option} needs a value: ${option} ${value}`,
    zh: `${option} 需要一个值：${option} ${value}`,
  });

const valueTooMuch = (option: string): UsageError =>
  new UsageError({ en: `${option} takes no value`, zh: `${option} 不接受值` });
