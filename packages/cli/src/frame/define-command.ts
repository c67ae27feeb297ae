import type { Language, Text } from "@kofit/core";
import { type Options, parse, type Parsed } from "./parse.ts";
import type { Terminal } from "./terminal.ts";

/** What the process ends with. */
export const exitCode = {
  /** Every module loads; the command did what it was asked to. */
  ok: 0,
  /** A module is refused, or unsafe. */
  refused: 1,
  /** kofit could not run: usage, unreadable or damaged input. */
  failed: 2,
  /** A fact is missing. */
  unknown: 3,
  /** A bug in kofit. */
  bug: 70,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** What a command is run with, apart from its arguments. */
export interface Context {
  readonly language: Language;
  readonly terminal: Terminal;
}

/** What a command is run with; `options` are typed as the command declares them. */
export interface Given<O extends Options> extends Context {
  /** The arguments that are no options. */
  readonly operands: readonly string[];
  readonly options: Parsed<O>["values"];
}

export interface Definition<O extends Options> {
  /** Equal to the file's name. */
  readonly id: string;
  /** One line for the list of commands. */
  readonly summary: Text;
  /** The operands in the line `kofit ID …`: `"MODULE…"`. */
  readonly operands: string;
  /** Paragraphs for the command's own help. */
  readonly about: readonly Text[];
  readonly options: O;
  run(given: Given<O>): Promise<ExitCode>;
}

/** A command whose options are its own business. */
export interface Command extends Omit<Definition<Options>, "run"> {
  /** @throws {UsageError} if the arguments are not those that the command takes. */
  execute(args: readonly string[], context: Context): Promise<ExitCode>;
}

/** Only hides the types of the options: whoever runs a command need not know them. */
export function defineCommand<const O extends Options>(definition: Definition<O>): Command {
  return {
    ...definition,
    execute(args, context) {
      const { values, positionals } = parse(args, definition.options);
      return definition.run({ ...context, operands: positionals, options: values });
    },
  };
}
