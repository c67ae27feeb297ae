import { readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import { FormatError } from "../../io/format-error.ts";
import type { Condition, KconfigProblem, KconfigRules, Place, Scope } from "../../model/kconfig-rules.ts";
import { builder, type Entry } from "./builder.ts";
import { ExpressionError, readExpression, WordReader } from "./expression.ts";
import { MAX_FILE, MAX_FILES, MAX_NESTING, MAX_PROBLEMS, MAX_TOTAL } from "./limits.ts";
import { type Environment, MacroError, macros } from "./macros.ts";
import { readOption } from "./options.ts";
import { hasProbe, probeList, withoutMarkers } from "./probes.ts";
import { type Statement, words, type Words } from "./words.ts";

/** Where a tree of Kconfig files begins, and the variables that it is read with. */
export interface KconfigInput {
  /** The kernel's source, or what is there of it. */
  readonly tree: FileTree;
  /** `"Kconfig"` for a kernel. */
  readonly root: string;
  /** `SRCARCH` and `srctree` decide which files are read. */
  readonly environment: Environment;
}

/**
 * Reads a tree of Kconfig files: Documentation/kbuild/kconfig-language.rst, scripts/kconfig/parser.y. No program is run.
 * What is missing or no Kconfig is a problem in the result; the rest counts.
 *
 * @returns `undefined` when there is no file `root`.
 */
export async function readKconfig({
  tree,
  root,
  environment,
}: KconfigInput): Promise<KconfigRules | undefined> {
  const reader = new KconfigReader(tree, environment);
  if (!(await reader.file(root, { file: root, line: 1 }))) return undefined;
  return reader.rules();
}

/** A block that is open, and the file that opened it. */
interface Block {
  readonly end: string;
  readonly scope: Scope;
}

class KconfigReader {
  readonly #tree: FileTree;
  readonly #srctree: string;
  readonly #probes = probeList();
  readonly #macros;
  readonly #builder = builder();
  readonly #problems: KconfigProblem[] = [];
  readonly #files = new Set<string>();
  readonly #including: string[] = [];
  readonly #blocks: Block[] = [];
  #total = 0;
  #count = 0;
  #entry: Entry | undefined;

  constructor(tree: FileTree, environment: Environment) {
    this.#tree = tree;
    this.#srctree = environment.values["srctree"] ?? "";
    this.#macros = macros(environment, this.#probes);
  }

  rules(): KconfigRules {
    return {
      ...this.#builder.rules(),
      probes: this.#probes.all,
      files: [...this.#files],
      problems: this.#problems,
    };
  }

  /** Reads the file `path`, named at `where`; `false` when it is not there. */
  async file(path: string, where: Place): Promise<boolean> {
    if (this.#including.includes(path)) return this.#problem("recursion", where, path);
    if (this.#including.length >= MAX_NESTING || this.#count >= MAX_FILES) {
      return this.#problem("limit", where, path);
    }
    const text = await this.#textOf(path, where);
    if (text === undefined) return false;
    this.#count += 1;
    this.#files.add(path);
    this.#including.push(path);
    const open = this.#blocks.length;
    const report = (error: unknown, at: Place): void => this.#report(error, at);
    await this.#statements(words(text, path, this.#macros, report), path, open);
    for (const { scope } of this.#blocks.splice(open)) this.#problem("syntax", scope.where, scope.kind);
    this.#including.pop();
    this.#entry = undefined;
    return true;
  }

  async #textOf(path: string, where: Place): Promise<string | undefined> {
    try {
      const source = await this.#tree.open(path);
      if (!source) {
        this.#problem("missing-file", where, path);
        return undefined;
      }
      this.#total += source.size;
      if (this.#total > MAX_TOTAL) {
        this.#problem("limit", where, path);
        return undefined;
      }
      const bytes = await readAll(source, MAX_FILE);
      return withoutMarkers(new TextDecoder().decode(bytes)).replaceAll("\r\n", "\n");
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      this.#problem("unread", where, error.message);
      return undefined;
    }
  }

  async #statements(words: Words, path: string, open: number): Promise<void> {
    for (let found = words.next(); found; found = words.next()) {
      try {
        const [first] = found.words;
        const keyword = first?.kind === "word" && first.plain ? first.text : "";
        if (keyword === "help" || keyword === "---help---") words.help();
        else if (SOURCES.has(keyword)) await this.#source(keyword, found, path);
        else this.#statement(keyword, found, open);
      } catch (error) {
        this.#report(error, found.where);
      }
    }
  }

  async #source(keyword: string, { words, where }: Statement, path: string): Promise<void> {
    const [, name] = words;
    if (!name || words.length !== 2) throw new ExpressionError(`${keyword} takes one file`);
    if (hasProbe(name.text)) {
      this.#problem("unknown-file", where, spoken(name.text));
      return;
    }
    const directory = RELATIVE.has(keyword) ? path.replace(/[^/]*$/, "") : "";
    await this.file(normal(directory + this.#inTree(name.text)), where);
    this.#entry = undefined;
  }

  /** zconf_fopen() in scripts/kconfig/lexer.l looks below `srctree`, and so does a path that has it in front. */
  #inTree(name: string): string {
    return this.#srctree !== "" && name.startsWith(`${this.#srctree}/`)
      ? name.slice(this.#srctree.length + 1)
      : name;
  }

  #statement(keyword: string, { words, where }: Statement, open: number): void {
    const reader = new WordReader(words, 1);
    const scope = this.#blocks.at(-1)?.scope;
    switch (keyword) {
      case "mainmenu":
        return;
      case "config":
      case "menuconfig":
        this.#entry = this.#builder.config(reader.take().text, where, scope);
        break;
      case "choice":
        this.#choice(where, scope);
        break;
      case "menu":
        reader.take();
        this.#menu(where);
        break;
      case "comment":
        reader.take();
        this.#entry = { kind: "comment" };
        break;
      case "if":
        this.#open("endif", {
          kind: "if",
          where,
          depends: [{ expression: readExpression(reader), where }],
          visible: [],
        });
        this.#entry = undefined;
        break;
      case "endif":
      case "endmenu":
      case "endchoice":
        this.#close(keyword, open);
        break;
      default:
        this.#option(keyword, reader, where);
    }
    if (!reader.done) throw new ExpressionError(reader.take().text);
  }

  #option(keyword: string, reader: WordReader, where: Place): void {
    if (!this.#entry || !readOption(keyword, reader, this.#entry, this.#builder, where)) {
      throw new ExpressionError(keyword);
    }
  }

  #choice(where: Place, scope: Scope | undefined): void {
    const { entry, index } = this.#builder.choice(where, scope);
    if (entry.kind === "choice") {
      this.#open("endchoice", {
        kind: "choice",
        where,
        depends: entry.choice.depends,
        visible: [],
        choice: index,
      });
    }
    this.#entry = entry;
  }

  #menu(where: Place): void {
    const depends: Condition[] = [];
    const visible: Condition[] = [];
    this.#open("endmenu", { kind: "menu", where, depends, visible });
    this.#entry = { kind: "menu", depends, visible };
  }

  #open(end: string, scope: Scope): void {
    if (this.#blocks.length >= MAX_NESTING) throw new MacroError("limit", scope.kind);
    const parent = this.#blocks.at(-1)?.scope;
    this.#blocks.push({ end, scope: { ...scope, ...(parent && { parent }) } });
  }

  #close(end: string, open: number): void {
    this.#entry = undefined;
    if (this.#blocks.length <= open || this.#blocks.at(-1)?.end !== end) throw new ExpressionError(end);
    this.#blocks.pop();
  }

  #report(error: unknown, where: Place): void {
    if (error instanceof MacroError) this.#problem(error.kind, where, spoken(error.message));
    else if (error instanceof ExpressionError) this.#problem("syntax", where, spoken(error.message));
    else throw error;
  }

  #problem(kind: KconfigProblem["kind"], where: Place, what: string): false {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ kind, where, what });
    return false;
  }
}

const SOURCES: ReadonlySet<string> = new Set(["source", "rsource", "osource", "orsource"]);
/** Of these the path is relative to the file that names it: extensions that Kconfiglib brought. */
const RELATIVE: ReadonlySet<string> = new Set(["rsource", "orsource"]);

/** A text in which probes are, for a message. */
const spoken = (text: string): string => text.replaceAll(/\uE000\d+\uE001/g, "$(…)");

/** A path without `.` and `..`: a tree takes no others, and never leads out of itself. */
function normal(path: string): string {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return names.join("/");
}
