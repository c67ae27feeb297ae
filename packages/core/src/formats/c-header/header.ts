import { FormatError } from "../../io/format-error.ts";
import { always, both, type Condition, not } from "../../model/header-condition.ts";
import { parseCondition } from "./parse-condition.ts";
import { type Directive, type Token, tokensOf } from "./tokens.ts";

/** C11, 5.2.4.1 wants 63; the kernel's headers reach 5. */
const MAX_NESTING = 64;
/** `#elif`s of one `#if`. The kernel's most have a dozen. */
const MAX_BRANCHES = 256;

/** A token, and the branch of `#if`s that it stands in. */
export interface GuardedToken extends Token {
  readonly branch: Branch;
}

/** One branch of an `#if`, or what stands outside of all. */
export interface Branch {
  /** Absent outside of every `#if`. */
  readonly outer?: Branch;
  /** What holds here and not in `outer`: the branches before it were not taken, and its own condition holds. */
  readonly condition: Condition;
}

/** A `#define` of a name without arguments. */
export interface Definition {
  readonly branch: Branch;
  /** What it stands for; empty for a mere mark. */
  readonly tokens: readonly Token[];
}

/** A header as the preprocessor meets it, with every branch that it may take. */
export interface Header {
  readonly source: string;
  readonly tokens: readonly GuardedToken[];
  /** Its own `#define`s by name, in its order. */
  readonly defines: ReadonlyMap<string, readonly Definition[]>;
  /** Names of headers that it includes, `"linux/list.h"`, each once; those of a branch, too. */
  readonly includes: readonly string[];
}

/** All conditions of a branch, the outermost first. */
export function conditionOf(branch: Branch): Condition {
  let condition = conditions.get(branch);
  if (!condition) {
    condition = branch.outer ? both(conditionOf(branch.outer), branch.condition) : branch.condition;
    conditions.set(branch, condition);
  }
  return condition;
}

// A branch guards many members.
const conditions = new WeakMap<Branch, Condition>();

/** @throws {FormatError} if its text is damaged: a comment, a condition or a branch that does not end. */
export function openHeader(bytes: Uint8Array, source: string): Header {
  const stack = new BranchStack(source);
  const tokens: GuardedToken[] = [];
  const defines = new Map<string, Definition[]>();
  const includes = new Set<string>();
  for (const item of tokensOf(bytes, source)) {
    if (item.kind !== "directive")
      tokens.push({ kind: item.kind, text: item.text, at: item.at, branch: stack.current });
    else if (!stack.take(item)) {
      if (item.text === "define") addDefinition(defines, item, stack.current);
      if (item.text === "include") includes.add(includedName(item));
    }
  }
  stack.end();
  includes.delete("");
  return { source, tokens, defines, includes: [...includes] };
}

function addDefinition(defines: Map<string, Definition[]>, { tokens }: Directive, branch: Branch): void {
  const [name, ...rest] = tokens;
  if (name?.kind !== "identifier") return;
  // `#define f(x)`: a parenthesis that touches the name makes it a macro with arguments.
  const [first] = rest;
  if (first?.text === "(" && first.at === name.at + name.text.length) return;
  const definition = { branch, tokens: rest };
  const before = defines.get(name.text);
  if (before) before.push(definition);
  else defines.set(name.text, [definition]);
}

/** `<linux/list.h>` and `"list.h"` alike; `""` for what is no name. */
function includedName({ tokens }: Directive): string {
  const text = tokens.map((token) => token.text).join("");
  return /^(?:<([^<>]+)>|"([^"]+)")$/.exec(text)?.slice(1).find(Boolean) ?? "";
}

/** An `#if` that has not ended. */
interface Open {
  readonly at: number;
  readonly outer: Branch;
  /** Conditions of its branches so far; `undefined` behind `#else`. */
  earlier: Condition[] | undefined;
}

class BranchStack {
  readonly #source: string;
  readonly #open: Open[] = [];
  /** The name of an `#ifndef` that began just now: an include guard, if the next line defines it. */
  #guard: string | undefined;
  current: Branch = { condition: always };

  constructor(source: string) {
    this.#source = source;
  }

  /** Whether the directive is one of those that choose a branch; if so, it is followed. */
  take(directive: Directive): boolean {
    const guard = this.#guard;
    this.#guard = undefined;
    const { text, tokens, at } = directive;
    switch (text) {
      case "if":
        this.#begin(parseCondition(tokens, this.#source, at), at);
        return true;
      case "ifdef":
      case "ifndef":
        this.#beginDefined(directive);
        return true;
      case "elif":
        this.#next(parseCondition(tokens, this.#source, at), at);
        return true;
      case "elifdef":
      case "elifndef":
        this.#next(this.#defined(directive, text === "elifndef"), at);
        return true;
      case "else":
        this.#next(undefined, at);
        return true;
      case "endif":
        this.#close(at);
        return true;
      case "define":
        // What guards against a second inclusion holds in the first one.
        if (guard !== undefined && tokens[0]?.text === guard) this.#assume();
        return false;
      default:
        return false;
    }
  }

  /** @throws {FormatError} if an `#if` has no end. */
  end(): void {
    const open = this.#open.at(-1);
    if (open) throw new FormatError(this.#source, open.at, "an #if without #endif");
  }

  #defined({ tokens, at, text }: Directive, negated: boolean): Condition {
    const [name] = tokens;
    if (name?.kind !== "identifier") throw new FormatError(this.#source, at, `#${text} without a name`);
    const condition: Condition = { kind: "defined", macro: name.text };
    return negated ? not(condition) : condition;
  }

  #beginDefined(directive: Directive): void {
    const negated = directive.text === "ifndef";
    this.#begin(this.#defined(directive, negated), directive.at);
    if (negated) this.#guard = directive.tokens[0]?.text;
  }

  #begin(condition: Condition, at: number): void {
    if (this.#open.length >= MAX_NESTING) throw new FormatError(this.#source, at, "#if: nested too deeply");
    this.#open.push({ at, outer: this.current, earlier: [condition] });
    this.current = { outer: this.current, condition };
  }

  #assume(): void {
    const open = this.#open.at(-1);
    if (!open) return;
    open.earlier = [always];
    this.current = { outer: open.outer, condition: always };
  }

  #next(condition: Condition | undefined, at: number): void {
    const open = this.#open.at(-1);
    if (!open?.earlier) throw new FormatError(this.#source, at, "#elif or #else without its #if");
    if (open.earlier.length > MAX_BRANCHES) throw new FormatError(this.#source, at, "too many #elif");
    const untaken = open.earlier.map(not);
    const own = condition ? [...untaken, condition] : untaken;
    const [first = always, ...more] = own;
    this.current = { outer: open.outer, condition: more.length > 0 ? { kind: "all", of: own } : first };
    open.earlier = condition && [...open.earlier, condition];
  }

  #close(at: number): void {
    const open = this.#open.pop();
    if (!open) throw new FormatError(this.#source, at, "#endif without its #if");
    this.current = open.outer;
  }
}
