import { join, normalize, relative, resolve } from "node:path";
import type { BuildStep } from "./build-step.ts";

/** Where the command of a `dkms.conf` is run. */
export interface CommandPlace {
  /** The directory that holds the source. */
  readonly source: string;
  /** The headers. */
  readonly headers: string;
}

/**
 * The steps that a command of a `dkms.conf` consists of, where it does nothing but call make: `make …`, several of them behind
 * `&&` or `;`, with `cd` between them, in parentheses or not. `undefined` for what only a shell can tell.
 */
export function makeSteps(command: string, place: CommandPlace): readonly BuildStep[] | undefined {
  const words = wordsOf(command.trim());
  if (!words) return undefined;
  const steps: BuildStep[] = [];
  let directory = place.source;
  for (const [program, ...args] of commandsIn(words)) {
    const [only, ...more] = args;
    if (program === "cd" && only !== undefined && more.length === 0) directory = resolve(directory, only);
    else if (program === "make") {
      const step = stepOf(args, directory, place);
      if (!step) return undefined;
      steps.push(step);
    } else if (program !== "true" && program !== "/bin/true") return undefined;
  }
  return steps;
}

/** Words, and `;` between commands; a word that is quoted is no operator. */
type Word = { readonly text: string } | ";";

/** What a shell would expand, or do otherwise. */
const FOR_SHELL = /[$`|<>*?[\]{}~!#\\&]/;

function wordsOf(command: string): readonly Word[] | undefined {
  const inner = /^\((?<inner>.*)\)$/s.exec(command)?.groups?.["inner"] ?? command;
  const found: Word[] = [];
  let rest = inner.trimStart();
  while (rest !== "") {
    const operator = /^(?:&&|;|\n)\s*/.exec(rest)?.[0];
    if (operator !== undefined) {
      found.push(";");
      rest = rest.slice(operator.length);
      continue;
    }
    const whole = /^(?:[^\s"'&;()]|"[^"$`\\]*"|'[^']*')+/.exec(rest)?.[0];
    if (whole === undefined) return undefined;
    if (FOR_SHELL.test(whole.replaceAll(/"[^"]*"|'[^']*'/g, ""))) return undefined;
    found.push({ text: whole.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2") });
    rest = rest.slice(whole.length).replace(/^[ \t]+/, "");
  }
  return found;
}

function commandsIn(words: readonly Word[]): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  for (const word of words) {
    if (word === ";") commands.push([]);
    else commands.at(-1)?.push(word.text);
  }
  return commands.filter((command) => command.length > 0);
}

function stepOf(
  args: readonly string[],
  from: string,
  { source, headers }: CommandPlace,
): BuildStep | undefined {
  const { directory, others } = withoutDirectory(args);
  const place = directory === undefined ? from : resolve(from, directory);
  if (normalize(place) === normalize(headers)) {
    const [, module] =
      /^(?:M|SUBDIRS)=(.*)$/s.exec(others.find((one) => /^(?:M|SUBDIRS)=/.test(one)) ?? "") ?? [];
    const within = module === undefined ? undefined : pathWithin(source, resolve(from, module));
    if (within === undefined) return undefined;
    const own = others.filter((one) => !/^(?:M|SUBDIRS)=/.test(one));
    return { kind: "kbuild", directory: within, arguments: own };
  }
  const within = pathWithin(source, place);
  return within === undefined ? undefined : { kind: "make", directory: within, arguments: others };
}

/** How many run at once, and how much they print, is not the module's business. */
const DROPPED = /^(?:-j\d*|V=\d+|-s|--silent)$/;

function withoutDirectory(args: readonly string[]): { directory?: string; others: readonly string[] } {
  const others: string[] = [];
  let directory: string | undefined;
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? "";
    if (word === "-C") {
      directory = join(directory ?? "", args[index + 1] ?? "");
      index += 1;
    } else if (word.startsWith("-C")) directory = word.slice(2);
    else if (!DROPPED.test(word)) others.push(word);
  }
  return { ...(directory !== undefined && { directory }), others };
}

function pathWithin(root: string, path: string): string | undefined {
  const within = relative(root, path);
  return within.startsWith("..") || within.startsWith("/") ? undefined : within;
}
