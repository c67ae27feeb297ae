import type { Language } from "@kofit/core";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The language of the environment's locale, by the variables of POSIX in their order of precedence. Every Chinese
 * locale gets Simplified Chinese, the only one there is; everything else gets English.
 */
export function languageOf(environment: Environment): Language {
  const locale = [environment["LC_ALL"], environment["LC_MESSAGES"], environment["LANG"]].find(Boolean) ?? "";
  return /^zh(?:$|[_.@-])/i.test(locale) ? "zh" : "en";
}

/** The value of `--lang` wherever it stands, so that even a usage error speaks the language asked for. */
export function languageAsked(args: readonly string[]): string | undefined {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  const at = options.findLastIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  const option = options[at];
  if (option === undefined) return undefined;
  return option === "--lang" ? (options[at + 1] ?? "") : option.slice("--lang=".length);
}
