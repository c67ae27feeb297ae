import { FormatError, type Language, visible } from "@kofit/core";
import manifest from "../../package.json" with { type: "json" };
import { commands } from "../commands/index.ts";
import { type Command, type Context, type ExitCode, exitCode } from "./define-command.ts";
import { languageAsked, languageOf } from "./language.ts";
import { nearest } from "./nearest.ts";
import { parse } from "./parse.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const loaders: Readonly<Record<string, () => Promise<{ readonly default: Command }>>> = commands;

/** What the frame takes of its process. */
export interface Surroundings {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
}

/** Runs the command that the arguments name; answers with the exit code, whatever happens. */
export async function run({ args, environment, terminal }: Surroundings): Promise<ExitCode> {
  let language = languageOf(environment);
  try {
    language = requireLanguage(languageAsked(args), language);
    return await dispatch(args, { language, terminal });
  } catch (error) {
    const message = messageOf(error, language);
    if (message === undefined) {
      terminal.message(bugReport(error, language));
      return exitCode.bug;
    }
    terminal.trouble(message);
    return exitCode.failed;
  }
}

function requireLanguage(asked: string | undefined, otherwise: Language): Language {
  if (asked === undefined) return otherwise;
  if (asked === "en" || asked === "zh") return asked;
  throw new UsageError({ en: "--lang takes en or zh", zh: "--lang 的值应为 en 或 zh" });
}

async function dispatch(args: readonly string[], context: Context): Promise<ExitCode> {
  const { name, before, after } = split(args);
  if (name === undefined || name === "help") return general([...before, ...after], context);
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (!load) throw unknownCommand(name);
  const { default: command } = await load();
  if (asksForHelp(after)) return help(command, context);
  return command.execute([...before, ...after], context);
}

/** The first argument that is no option, and no option's value, is the command. Before it only `--lang` has a value. */
function split(args: readonly string[]): { name?: string; before: string[]; after: string[] } {
  const at = args.findIndex((arg, index) => !arg.startsWith("-") && args[index - 1] !== "--lang");
  const name = args[at];
  if (name === undefined) return { before: [...args], after: [] };
  return { name, before: args.slice(0, at), after: args.slice(at + 1) };
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === "--help" || arg === "-h");
}

/** `kofit`, `kofit --version`, `kofit --help`, `kofit help [COMMAND]`. */
async function general(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parse(args, {
    version: { type: "boolean", summary: { en: "", zh: "" } },
  });
  const [name] = positionals;
  if (values.version) {
    context.terminal.out(`kofit ${manifest.version}\n`);
    return exitCode.ok;
  }
  if (name !== undefined) return dispatch([name, "--help"], context);
  const { globalHelp } = await import("./help.ts");
  const all = await Promise.all(Object.values(loaders).map((load) => load()));
  const text = globalHelp(
    all.map((module) => module.default),
    context.language,
  );
  if (args.length > 0) {
    context.terminal.out(text);
    return exitCode.ok;
  }
  context.terminal.message(text);
  return exitCode.failed;
}

async function help(command: Command, { language, terminal }: Context): Promise<ExitCode> {
  const { commandHelp } = await import("./help.ts");
  terminal.out(commandHelp(command, language));
  return exitCode.ok;
}

function unknownCommand(name: string): UsageError {
  if (/\.ko(?:\.\w+)?$/.test(name) || name.includes("/")) {
    return new UsageError({
      en: `${name} is no command; did you mean \`kofit check ${name}\`?`,
      zh: `${name} 不是命令，您是否想运行 \`kofit check ${name}\`？`,
    });
  }
  const near = nearest(name, Object.keys(commands));
  return new UsageError({
    en: `there is no command ${name}${near ? `; did you mean ${near}?` : "; `kofit --help` lists them"}`,
    zh: `没有 ${name} 这个命令${near ? `，您是否想用 ${near}？` : "；`kofit --help` 会列出所有命令"}`,
  });
}

/** The line for an error that is the input's or the surroundings'; `undefined` for a bug. */
export function messageOf(error: unknown, language: Language): string | undefined {
  if (error instanceof FormatError) return error.message;
  if (!(error instanceof Error)) return undefined;
  if ("text" in error) return textOf(error.text, language);
  // What the system refuses (no space, no permission) is not kofit's doing: ENOSPC, EACCES …
  if ("syscall" in error && "code" in error) return error.message;
  return undefined;
}

function textOf(text: unknown, language: Language): string | undefined {
  if (typeof text !== "object" || text === null) return undefined;
  const line: unknown = Object.entries(text).find(([key]) => key === language)?.[1];
  return typeof line === "string" ? line : undefined;
}

function bugReport(error: unknown, language: Language): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack.split("\n").map(visible).join("\n");
  const request = {
    en: "This is a bug in kofit, not in your input. Please report it with the lines above, the command that you ran, and the input if you may share it.",
    zh: "这是 kofit 自身的错误，与您的输入无关。请附上以上内容、所运行的命令以及（如可共享）输入文件进行报告。",
  }[language];
  return `${lines}\nkofit ${manifest.version}, Node ${process.version}, ${process.platform} ${process.arch}\n${request}\n`;
}
