import { arithmetic } from "./arithmetic.ts";
import { type Command, type Script, scriptOf } from "./commands.ts";
import { type Context, expanded } from "./expand.ts";
import type { ShellText } from "./skip-quoted.ts";
import { tokens } from "./tokens.ts";
import {
  MAX_INDEX,
  MAX_VALUE,
  type Place,
  type ShellValue,
  type Unread,
  type Variables,
} from "./variables.ts";

/** Shell code in a file that is more than assignments. */
export interface ShellCode {
  /** From 1. */
  readonly line: number;
  /** The command as it is written, words joined by a blank. */
  readonly command: string;
}

const ASSIGNMENT = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(\+?)=([^]*)$/;

/** Builtins whose arguments are assignments. */
const DECLARES: ReadonlySet<string> = new Set(["export", "declare", "typeset", "readonly", "local"]);

/** Options that do not change what is assigned, and names. */
const DECLARED = /^(?:-[axgr]+$|[A-Za-z_])/;

/** Builtins whose arguments are names that they set. */
const SETS_NAMED: ReadonlySet<string> = new Set(["read", "let", "getopts", "mapfile", "readarray", "printf"]);

/**
 * Builtins that may set any variable, or change how what follows is read. Programs cannot: they are processes of their own.
 * bash(1), "SHELL BUILTIN COMMANDS".
 */
const SETS_ANY: ReadonlySet<string> = new Set([
  "eval",
  "exec",
  "builtin",
  "set",
  "shopt",
  "alias",
  "unalias",
  "enable",
  "trap",
  "coproc",
  "wait",
]);

/**
 * Files of a kernel's configuration, which a dkms.conf reads for the symbols that it asks for: Kconfig writes nothing else
 * into them than `CONFIG_…=…` (conf_write() in scripts/kconfig/confdata.c).
 */
const KERNEL_CONFIGURATION = /(?:^|\/)(?:\.config|auto\.conf|config-[^/]*)["']?$/;

/** Variables whose value is not what was assigned: bash(1), "Shell Variables". */
const SPECIAL =
  /^(?:_|RANDOM|SRANDOM|SECONDS|LINENO|EPOCH\w*|BASH\w*|E?UID|PPID|GROUPS|DIRSTACK|FUNCNAME|PIPESTATUS|HISTCMD)$/;

/**
 * Goes through a text of shell and notes in `variables` what it assigns, without running any of it. What depends on code is
 * not known, with the line of that code.
 *
 * @returns the code that it holds beside assignments.
 * @throws {FormatError} if a quote, a parenthesis or a here-document does not end.
 */
export function readAssignments(shell: ShellText, variables: Variables): readonly ShellCode[] {
  const script = scriptOf(shell);
  const code: ShellCode[] = [];
  const reading: Reading = { variables, script, source: shell.source, leftAt: undefined };
  for (const command of script.commands) {
    if (run(command, reading)) code.push({ line: command.line, command: command.words.join(" ") });
    if (reading.leftAt !== undefined && command.dependsOnLine === undefined && returns(command)) break;
  }
  return code;
}

interface Reading {
  readonly variables: Variables;
  readonly script: Script;
  readonly source: string;
  /** Line of a `return` that may have been met: what is assigned behind it may not be. */
  leftAt: number | undefined;
}

const returns = ({ words }: Command): boolean => words[0] === "return";

/** Takes a command into account; whether it is more than an assignment. */
function run(command: Command, reading: Reading): boolean {
  const { words } = command;
  const first = words.findIndex((word) => !ASSIGNMENT.test(word));
  if (first < 0) {
    for (const word of words) assign(word, command, reading);
    return false;
  }
  const [name = "", ...rest] = words.slice(first);
  for (const word of words) sideEffects(word, command, reading);
  if (name === "unset" && unset(rest, command, reading)) return false;
  if (DECLARES.has(name) && rest.every((word) => DECLARED.test(word))) {
    for (const word of rest.filter((word) => ASSIGNMENT.test(word))) assign(word, command, reading);
    return false;
  }
  if (name === "return") reading.leftAt ??= command.line;
  else if (name !== "printf" || rest[0] === "-v") effects(name, rest, command, reading);
  return true;
}

function effects(name: string, rest: readonly string[], command: Command, reading: Reading): void {
  const { variables, script } = reading;
  const why: Unread = { source: reading.source, line: command.dependsOnLine ?? command.line, reason: "code" };
  if (script.functions.has(name) || setsAny(name, rest, command)) variables.doubtAll(why);
  else if (SETS_NAMED.has(name) || DECLARES.has(name) || name === "unset") {
    const names = rest.join(" ");
    for (const [variable] of names.matchAll(/[A-Za-z_]\w*/g)) variables.doubt(variable, why);
    if (/[$`]/.test(names) && name !== "let") variables.doubtAll(why);
  }
}

/** Whether a command may set any variable, or end all. */
function setsAny(name: string, rest: readonly string[], command: Command): boolean {
  switch (name) {
    case "exit":
      // Where it is met for certain, dkms gets nothing; where it may be, the values are those of a file that is read to its end.
      return command.dependsOnLine === undefined;
    case ".":
    case "source":
      return !KERNEL_CONFIGURATION.test(rest[0] ?? "");
    case "command":
      return !/^-[vV]$/.test(rest[0] ?? "");
    default:
      return SETS_ANY.has(name) || !/^[\w./[:+-]+$/.test(name);
  }
}

/** `${X:=…}` and `$((X++))` set variables wherever they stand. */
function sideEffects(word: string, command: Command, { variables, source }: Reading): void {
  const why: Unread = { source, line: command.line, reason: "expansion" };
  for (const [, name = ""] of word.matchAll(/\$\{(\w+)(?:\[[^\]]*\])?:?=/g)) variables.doubt(name, why);
  for (const [expression] of word.matchAll(/\$\(\([^]*?\)\)/g)) {
    if (!/\+\+|--|[^=!<>]=[^=]/.test(expression)) continue;
    for (const [name] of expression.matchAll(/[A-Za-z_]\w*/g)) variables.doubt(name, why);
  }
}

function unset(names: readonly string[], command: Command, { variables, source }: Reading): boolean {
  const plain = names.filter((name) => name !== "-v");
  if (!plain.every((name) => /^[A-Za-z_]\w*$/.test(name))) return false;
  for (const name of plain) {
    if (command.dependsOnLine === undefined) variables.unset(name);
    else variables.doubt(name, { source, line: command.dependsOnLine, reason: "conditional" });
  }
  return true;
}

function assign(word: string, command: Command, reading: Reading): void {
  const { variables, source } = reading;
  const [, name = "", subscript, append, raw = ""] = ASSIGNMENT.exec(word) ?? [];
  const place: Place = { source, line: command.line };
  const context: Context = { variables, place };
  sideEffects(word, command, reading);
  if (SPECIAL.test(name)) {
    variables.doubt(name, { ...place, reason: "expansion" });
    return;
  }
  const unless = command.dependsOnLine ?? reading.leftAt;
  if (unless !== undefined) {
    variables.doubt(name, { source, line: unless, reason: "conditional" });
    return;
  }
  if (raw.startsWith("(") && subscript === undefined) {
    if (append === "+") variables.doubt(name, { ...place, reason: "expansion" });
    else assignList(name, raw, context);
    return;
  }
  const index = subscript === undefined ? 0 : arithmetic(subscript, context);
  if (typeof index !== "number") variables.doubt(name, index);
  else if (index < 0) variables.doubt(name, { ...place, reason: "expansion" });
  else {
    const value = expanded(raw, context);
    variables.assign(
      name,
      index,
      append === "+" ? joined(variables.value(name, index, place), value) : value,
    );
  }
}

function joined(before: ShellValue, after: ShellValue): ShellValue {
  if (!before.known || !after.known) return before.known ? after : before;
  const text = before.text + after.text;
  const { source, line } = after;
  if (text.length > MAX_VALUE) return { known: false, unread: { source, line, reason: "too-long" } };
  return { ...after, text };
}

/** `X=(a b [7]=c)`. An unquoted expansion may become several words, or none: then nothing is known of the list. */
function assignList(name: string, raw: string, context: Context): void {
  const elements = new Map<number, ShellValue>();
  let next = 0;
  for (const token of tokens({ text: raw.slice(1, -1), source: context.place.source })) {
    if (token.text === "\n" && token.kind === "operator") continue;
    const [, subscript, text = token.text] = /^\[([^\]]*)\]=([^]*)$/.exec(token.text) ?? [];
    const index = subscript === undefined ? next : arithmetic(subscript, context);
    const bare = text.replace(/\\[^]|'[^']*'|"(?:\\[^]|[^"\\])*"/g, "");
    if (typeof index !== "number" || index < 0 || index > MAX_INDEX || /[$`*?[{~]/.test(bare)) {
      context.variables.doubt(name, { ...context.place, reason: "expansion" });
      return;
    }
    elements.set(index, expanded(text, context));
    next = index + 1;
  }
  context.variables.replace(name, elements);
}
