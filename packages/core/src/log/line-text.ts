/** A line of a log as a person reads it, and as its writer wrote it. */
export interface LineText {
  /** The line without what Markdown or HTML put around it. */
  readonly shown: string;
  /** The message alone: without time, host, program and level. */
  readonly message: string;
}

/** Reads the bytes of a line: UTF-8, else Latin-1, which has a character for each byte. */
export function lineText(bytes: Uint8Array): LineText {
  const shown = withoutMarkup(ofJournal(decoded(bytes)));
  return { shown, message: withoutPrefix(shown) };
}

const strict = new TextDecoder("utf-8", { fatal: true });
const latin = new TextDecoder("latin1");

function decoded(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return latin.decode(bytes);
  }
}

/** `journalctl -o json` writes an object for each message; its text is in MESSAGE (systemd.journal-fields(7)). */
function ofJournal(line: string): string {
  const start = line.trimStart();
  if (!start.startsWith("{") || !start.includes('"MESSAGE"')) return line;
  const [, quoted] = /"MESSAGE"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(start) ?? [];
  const [, program] = /"SYSLOG_IDENTIFIER"\s*:\s*"([\w.-]{1,40})"/.exec(start) ?? [];
  const message = quoted === undefined ? undefined : unquoted(quoted);
  if (message === undefined) return line;
  return program === undefined || program === "kernel" ? message : `${program}: ${message}`;
}

function unquoted(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  "#39": "'",
  nbsp: " ",
};

/** Takes off what issues and mails put around a line: quotes, code marks, emphasis, tags, entities. */
function withoutMarkup(line: string): string {
  const text = withoutTags(line).trim();
  const bare = text.startsWith(">") ? text.replace(/^(?:>\s*)+/, "") : text;
  if (!marks.has(bare.charAt(0))) return bare;
  return wrapped.exec(bare)?.[2] ?? bare;
}

const marks: ReadonlySet<string> = new Set(["`", "*", "_", "~"]);
const wrapped = /^(`{1,3}|\*{1,3}|_{1,2}|~~)(?=\S)(.+)(?<=\S)\1$/;

function withoutTags(line: string): string {
  const text = line.includes("<")
    ? line.replaceAll(
        /<\/?(?:pre|code|p|br|b|i|em|strong|details|summary|blockquote|li|td|tr)\b[^<>]{0,80}>/gi,
        "",
      )
    : line;
  return text.includes("&")
    ? text.replaceAll(/&(lt|gt|amp|quot|#39|nbsp);/g, (all, name: string) => entities[name] ?? all)
    : text;
}

/** Host and program. Without a number of a process only the kernel is one: `Version mismatch: …` begins alike. */
const writer = /^[\w.-]{1,64}\s(?:kernel|[\w./@()-]{1,64}\[\d+\]):\s?/;

/** What programs that keep logs put before a message; each may stand behind another. */
const prefixes: readonly { readonly pattern: RegExp; readonly writer?: RegExp }[] = [
  // dmesg: seconds since the boot, a date, or the difference; the caller with CONFIG_PRINTK_CALLER
  {
    pattern: /^(?:<\d{1,3}>)?\[[\s+]*\d+[.,]\d+\](?:\s?\[\s*[TC]\d+\])?\s?/,
    // journalctl -o short-monotonic
    writer: /^[\w.-]{1,64}\skernel:\s?/,
  },
  { pattern: /^(?:<\d{1,3}>)?\[\w{3} \w{3} [\d ]\d [\d:]{8} \d{4}\]\s?/ },
  // dmesg --decode, and the level that a console prints
  { pattern: /^(?:kern|user|daemon|syslog)\s*:(?:emerg|alert|crit|err|warn|notice|info|debug)\s*:\s*/ },
  { pattern: /^<\d{1,3}>/ },
  // /dev/kmsg
  { pattern: /^\d{1,3},\d+,\d+,[-c+][^;]{0,60};/ },
  // rsyslog, journalctl -o short-iso; GitHub Actions, where no writer follows
  {
    pattern: /^\d{4}-\d\d-\d\d[T ][\d:]{8}(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\s+(?:##\[\w+\])?/,
    writer,
  },
  // syslog and journalctl: the month in any language
  {
    pattern: /^\p{L}{3,5}\.?\s{1,2}\d{1,2}\.?\s[\d:]{8}(?:\.\d+)?\s/u,
    writer,
  },
];

function withoutPrefix(line: string): string {
  let text = line;
  for (let round = 0; round < 3; round += 1) {
    const found = prefixes.find(({ pattern }) => pattern.test(text));
    if (!found) return text;
    text = text.replace(found.pattern, "");
    if (found.writer) text = text.replace(found.writer, "");
  }
  return text;
}
