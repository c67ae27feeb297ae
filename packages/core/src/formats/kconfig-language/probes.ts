import type { Place, Probe, Template } from "../../model/kconfig-rules.ts";

/**
 * Around the number of a probe inside a text: characters of the private use area, which no text of a file keeps
 * ({@link withoutMarkers}).
 */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const MARKED = /\uE000(\d+)\uE001/g;

/** `text` as it may be read: what would pass for a probe becomes a question mark. */
export function withoutMarkers(text: string): string {
  return text.replaceAll(/[\uE000\uE001]/g, "?");
}

/** The probes that a tree of files has asked for so far. */
export interface ProbeList {
  readonly all: readonly Probe[];
  /** What stands for the probe in texts; the same one for the same command. */
  mark(kind: Probe["kind"], text: string, where: Place): string;
}

export function probeList(): ProbeList {
  const all: Probe[] = [];
  const known = new Map<string, number>();
  return {
    all,
    mark(kind, text, where) {
      const id = `${kind}:${text}`;
      let index = known.get(id);
      if (index === undefined) {
        index = all.length;
        known.set(id, index);
        const outcomes = outcomesOf(kind, text);
        all.push({ kind, id, where, text: readable(text, all), ...(outcomes && { outcomes }) });
      }
      return `${OPEN}${index}${CLOSE}`;
    },
  };
}

/** `$(if-success,…)` of scripts/Kconfig.include, and so all that is made of it: it echoes one of two texts. */
function outcomesOf(kind: Probe["kind"], text: string): readonly string[] | undefined {
  if (kind !== "command") return undefined;
  const [, yes, no] = /&& echo "([^"$`\\\uE000]*)" \|\| echo "([^"$`\\\uE000]*)"$/.exec(text) ?? [];
  return yes === undefined || no === undefined ? undefined : [yes, no];
}

/** `text` for a person: a variable of the environment by its name, the output of a command as `$(command)`. */
function readable(text: string, probes: readonly Probe[]): string {
  return text.replaceAll(MARKED, (_, index: string) => {
    const inner = probes[Number(index)];
    return `$(${inner?.text ?? "?"})`;
  });
}

/** The parts of a text that was expanded; a text without probes has one part, the empty text none. */
export function templateOf(text: string): Template {
  const parts: (string | number)[] = [];
  let at = 0;
  for (const { 0: marked, 1: index, index: start } of text.matchAll(MARKED)) {
    if (start > at) parts.push(text.slice(at, start));
    parts.push(Number(index));
    at = start + marked.length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

/** The command or variable that `probe` is, for whoever can ask the system: its parts are the probes in it. */
export function probeTemplate({ id, kind }: Probe): Template {
  return templateOf(id.slice(kind.length + 1));
}

export const hasProbe = (text: string): boolean => text.includes(OPEN);
