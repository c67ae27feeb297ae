import { createHash } from "node:crypto";

/** What kofit installs, as it is named on the command line. */
export const hookKinds = ["dkms", "kernel", "pacman", "dnf"] as const;
export type HookKind = (typeof hookKinds)[number];

const MARK = /^# kofit-hook (\w+) sha256:([0-9a-f]{64})$/m;

const NOTE = "# Written by `kofit hook install`; `kofit hook remove` takes it away.";

/** Only what stands this near to the start is a mark: a `#!` line may come first. */
const HEAD = 300;

/**
 * A file's text with the mark of kofit: which hook it belongs to, and the hash of the rest, by which a change shows. A line `#!` stays
 * the first.
 */
export function marked(kind: HookKind, text: string): string {
  const shebang = /^#!.*\n/.exec(text)?.[0] ?? "";
  const body = `${shebang}${NOTE}\n${text.slice(shebang.length)}`;
  return `${shebang}# kofit-hook ${kind} sha256:${hashOf(body)}\n${body.slice(shebang.length)}`;
}

/** What the mark of a file says. */
export interface Mark {
  readonly kind: string;
  /** Whether the rest is as it was written. */
  readonly whole: boolean;
}

/** The mark in a file's text; `undefined`: kofit has not written it. */
export function markOf(text: string): Mark | undefined {
  const found = MARK.exec(text.slice(0, HEAD));
  const [line, kind, hash] = found ?? [];
  if (line === undefined || kind === undefined) return undefined;
  return { kind, whole: hashOf(text.replace(`${line}\n`, "")) === hash };
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
