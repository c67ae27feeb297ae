import type { ChangedPart, Language, NamedKind } from "@kofit/core";
import { code } from "./section.ts";

const words = {
  size: {
    en: (a: number, b: number) => (a === b ? `${a} bytes` : `${a} → ${b} bytes`),
    zh: (a: number, b: number) => (a === b ? `${a} 字节` : `${a} → ${b} 字节`),
  },
  by: {
    en: (path: string) => `by ${code(path)}`,
    zh: (path: string) => `经由 ${code(path)}`,
  },
  typeAndSize: {
    en: (type: string, size: string) => `${type} (${size})`,
    zh: (type: string, size: string) => `${type}（${size}）`,
  },
} as const;

/** `struct sched_avg`, `size_t`: as C spells it. */
export const typeName = (kind: NamedKind, name: string): string =>
  code(kind === "typedef" || kind === "function" ? name : `${kind} ${name}`);

/** `64 → 72 bytes` */
export const sizesText = ([a, b]: readonly [number, number], language: Language): string =>
  words.size[language](a, b);

/** A type with its size on both sides, where it has one. */
export function sizedName({ kind, name, sizes }: ChangedPart, language: Language): string {
  const type = typeName(kind, name);
  return sizes ? words.typeAndSize[language](type, sizesText(sizes, language)) : type;
}

/** The way to a type that differs: "by `se.avg`"; empty where there is none to tell. */
export const wayText = ({ path }: ChangedPart, language: Language): string =>
  path.length > 0 ? words.by[language](path.join(".")) : "";

/** A type that differs and the way to it: "`struct sched_avg` (64 → 72 bytes) by `se.avg`". */
export function partText(part: ChangedPart, language: Language): string {
  const way = wayText(part, language);
  return sizedName(part, language) + (way && { en: ` ${way}`, zh: `，${way}` }[language]);
}
