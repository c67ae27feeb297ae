import { configDifference, type Language, type ValueOf, type KernelFacts } from "@kofit/core";
import { code } from "./section.ts";

/** An option that two kernels set otherwise. Values as they stand in the file; null where it is not set. */
export interface Setting {
  readonly symbol: string;
  readonly a: string | null;
  readonly b: string | null;
}

type Config = ValueOf<KernelFacts["config"]>;

/** All options that two configurations set otherwise. */
export const settingsOf = (a: Config, b: Config): readonly Setting[] =>
  configDifference(a.text, b.text).map(({ symbol, kernel, headers }) => ({
    symbol,
    a: kernel ?? null,
    b: headers ?? null,
  }));

const unset = { en: "not set", zh: "未设置" } as const;

/** `CONFIG_X y → not set` */
export function settingText({ symbol, a, b }: Setting, language: Language): string {
  const value = (one: string | null): string => (one === null ? unset[language] : code(one));
  return `${code(symbol)} ${value(a)} → ${value(b)}`;
}
