import { type Fact, sameInAll, type Text } from "@kofit/core";

/** A fact as it is printed. */
export interface Line {
  readonly title: Text;
  readonly known: boolean;
  /** The value in words, or why it is unknown. */
  readonly text: Text;
  /** Where the fact was read, or what would make it known. */
  readonly source: Text;
}

/** The line of a fact; `describe` puts its value into words. */
export function line<T>(title: Text, fact: Fact<T>, describe: (value: T) => Text): Line {
  if (!fact.known) return { title, known: false, text: fact.why, source: fact.remedy };
  const { input, part } = fact.origin;
  return {
    title,
    known: true,
    text: describe(fact.value),
    source: sameInAll(part === undefined ? input : `${input} (${part})`),
  };
}

/** `1 symbol`, `3 symbols`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Sizes and offsets in bytes. */
export function layoutText({ size, init, exit }: { size: number; init?: number; exit?: number }): Text {
  const offsets = [
    init === undefined ? "" : `init 0x${init.toString(16)}`,
    exit === undefined ? "" : `exit 0x${exit.toString(16)}`,
  ];
  const where = offsets.filter(Boolean).join(", ");
  return {
    en: `${size} bytes (0x${size.toString(16)})${where && `; ${where}`}`,
    zh: `${size} 字节（0x${size.toString(16)}）${where && `；${where}`}`,
  };
}
