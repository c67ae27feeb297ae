import { FormatError } from "../../io/format-error.ts";
import { always, type Condition } from "../../model/header-condition.ts";
import { behindGroup, type Declared, declaratorsOf, type Part } from "./declarator.ts";
import { type Branch, conditionOf, type GuardedToken, type Header } from "./header.ts";

/** A struct or union as a header declares it. */
export interface RecordDeclaration {
  readonly kind: "struct" | "union";
  /** Its tag; `""` for one without. */
  readonly name: string;
  /** Where the declaration begins, in bytes from the start of the header. */
  readonly at: number;
  /** Under which it is declared so. */
  readonly condition: Condition;
  readonly members: readonly DeclaredMember[];
}

export interface DeclaredMember {
  /** `""` for an anonymous record. */
  readonly name: string;
  /** Where its name stands, in bytes from the start of the header. */
  readonly at: number;
  /** Under which it is there: all `#if`s around it, those around the record, too. */
  readonly condition: Condition;
  /** What it holds, where it is no pointer and no type of C's; absent otherwise. */
  readonly type?: NonNullable<Declared["type"]>;
  /** The record that is declared in its place; absent when it names a type that is declared elsewhere. */
  readonly record?: RecordDeclaration;
}

/** Whether the tokens of a branch are there; `undefined` where that is not known, and they count as there. */
export type Decide = (branch: Branch) => boolean | undefined;

/** Records in records: the kernel's deepest are 5. */
const MAX_NESTING = 32;

/**
 * Every declaration of that record in a header, in its order: `#if` may leave one of several.
 *
 * @param decide leaves out what is not there; without it all branches are read as if they stood behind each other
 * @throws {FormatError} if a declaration does not end.
 */
export function recordsNamed(
  header: Header,
  kind: "struct" | "union",
  name: string,
  decide?: Decide,
): readonly RecordDeclaration[] {
  const tokens = decide ? header.tokens.filter(({ branch }) => decide(branch) !== false) : header.tokens;
  return tokens.flatMap((token, i) => {
    if (token.text !== kind || token.kind !== "identifier") return [];
    const head = headOf(tokens, i + 1);
    return head?.tag === name
      ? [new RecordReader(header.source, tokens).record(kind, i, head, 0).record]
      : [];
  });
}

/** What stands between `struct` and its `{`. */
interface Head {
  /** The index of `{`. */
  readonly opening: number;
  /** `""` when there is none. */
  readonly tag: string;
}

/** Attributes before a tag: the kernel's have one. */
const MAX_ATTRIBUTES = 8;

/** `struct __aligned(8) foo {` from behind its `struct`; `undefined` when no body follows, as behind the type of a function. */
function headOf(tokens: readonly GuardedToken[], from: number): Head | undefined {
  let tag = "";
  let at = from;
  for (let token = tokens[at]; token?.kind === "identifier"; token = tokens[at]) {
    if (at - from > MAX_ATTRIBUTES) return undefined;
    const hasArguments = tokens[at + 1]?.text === "(";
    const isAttribute = ATTRIBUTE.test(token.text);
    if (hasArguments && !isAttribute) return undefined;
    if (!isAttribute) tag = token.text;
    at = hasArguments ? behindGroup(tokens, at + 1) : at + 1;
  }
  return tokens[at]?.text === "{" ? { opening: at, tag } : undefined;
}

const ATTRIBUTE = /^__(?:packed|aligned|attribute__|randomize_layout)$/;

const nesting = ({ text }: GuardedToken): number => (text === "(" ? 1 : text === ")" ? -1 : 0);

type BodyPart = Part<RecordDeclaration | undefined>;

class RecordReader {
  readonly #source: string;
  readonly #tokens: readonly GuardedToken[];

  constructor(source: string, tokens: readonly GuardedToken[]) {
    this.#source = source;
    this.#tokens = tokens;
  }

  /** The record whose `{` stands at `opening`, and the index behind its `}`. */
  record(
    kind: "struct" | "union",
    start: number,
    { opening, tag }: Head,
    depth: number,
  ): { readonly record: RecordDeclaration; readonly next: number } {
    const token = this.#tokens[start];
    const at = token?.at ?? 0;
    if (depth > MAX_NESTING) throw new FormatError(this.#source, at, `${kind}: nested too deeply`);
    const members: DeclaredMember[] = [];
    let next = opening + 1;
    while (this.#tokens[next]?.text !== "}") {
      if (next >= this.#tokens.length)
        throw new FormatError(this.#source, at, `the end of this ${kind} is not found`);
      const found = this.#declaration(next, depth);
      members.push(...membersOf(found.parts));
      next = found.next;
    }
    const condition = token ? conditionOf(token.branch) : always;
    return { record: { kind, name: tag, at, condition, members }, next: next + 1 };
  }

  /** Parts up to the semicolon, and the index behind it; a closing brace ends what has none. */
  #declaration(from: number, depth: number): { readonly parts: readonly BodyPart[]; readonly next: number } {
    const parts: BodyPart[] = [];
    let parentheses = 0;
    let next = from;
    for (let token = this.#tokens[next]; token; token = this.#tokens[next]) {
      parentheses += nesting(token);
      const body = parentheses === 0 ? this.#body(next, depth) : undefined;
      if (body) {
        parts.push(body.part);
        next = body.next;
        continue;
      }
      if (parentheses <= 0 && token.text === "}") return { parts, next };
      next += 1;
      if (parentheses <= 0 && token.text === ";") return { parts, next };
      parts.push(token);
    }
    return { parts, next };
  }

  /** What stands in braces from here: a record, or the values of an enum; `undefined` when nothing does. */
  #body(at: number, depth: number): { readonly part: BodyPart; readonly next: number } | undefined {
    const text = this.#tokens[at]?.text;
    if (text === "{") return { part: { body: undefined }, next: this.#behindBraces(at) };
    if (text !== "struct" && text !== "union") return undefined;
    const head = headOf(this.#tokens, at + 1);
    if (!head) return undefined;
    const { record, next } = this.record(text, at, head, depth + 1);
    return { part: { body: record }, next };
  }

  #behindBraces(from: number): number {
    let depth = 0;
    for (let at = from; at < this.#tokens.length; at += 1) {
      if (this.#tokens[at]?.text === "{") depth += 1;
      if (this.#tokens[at]?.text === "}") depth -= 1;
      if (depth === 0) return at + 1;
    }
    throw new FormatError(this.#source, this.#tokens[from]?.at ?? 0, "a brace that nothing closes");
  }
}

function membersOf(parts: readonly BodyPart[], depth = 0): readonly DeclaredMember[] {
  const [first, second] = parts;
  if (!first) return [];
  const isMacro = "text" in first && second && "text" in second && second.text === "(";
  const group =
    isMacro && depth <= MAX_NESTING
      ? namesOfMacro(first.text, parts.slice(2, behindGroup(parts, 1) - 1), depth)
      : undefined;
  if (group) return group;
  const body = parts.find((part) => "body" in part && part.body !== undefined);
  const record = body && "body" in body ? body.body : undefined;
  return declaratorsOf(parts).flatMap(({ name, type }): DeclaredMember[] => {
    if (name) return [memberNamed(name, { ...(record ? { record } : type && { type }) })];
    return record ? [{ name: "", at: record.at, condition: record.condition, record }] : [];
  });
}

const memberNamed = (
  { text, at, branch }: GuardedToken,
  more: Pick<DeclaredMember, "type" | "record"> = {},
): DeclaredMember => ({ name: text, at, condition: conditionOf(branch), ...more });

/**
 * What macros with arguments declare: include/linux/types.h, stddef.h, hashtable.h. `undefined` for others, which stand
 * before or behind a declaration, or are an annotation.
 */
function namesOfMacro(
  macro: string,
  inside: readonly BodyPart[],
  depth: number,
): readonly DeclaredMember[] | undefined {
  const named = (argument: BodyPart | undefined): readonly DeclaredMember[] =>
    argument && "text" in argument ? [memberNamed(argument)] : [];
  switch (macro) {
    case "DECLARE_BITMAP":
    case "DECLARE_HASHTABLE":
    case "DECLARE_KFIFO":
    case "DECLARE_KFIFO_PTR":
      return named(inside[0]);
    case "DECLARE_FLEX_ARRAY":
    case "__DECLARE_FLEX_ARRAY":
      return named(inside.at(-1));
    case "struct_group":
      return grouped(inside, 0, 1, depth);
    case "struct_group_tagged":
      return grouped(inside, 1, 2, depth);
    case "struct_group_attr":
      return grouped(inside, 0, 2, depth);
    default:
      return undefined;
  }
}

/** `struct_group(name, members…)`: the members, and all of them together by that name. include/linux/stddef.h */
function grouped(
  inside: readonly BodyPart[],
  nameAt: number,
  skipped: number,
  depth: number,
): readonly DeclaredMember[] | undefined {
  const commas = inside.flatMap((part, i) => ("text" in part && part.text === "," ? [i] : []));
  const bounds = [-1, ...commas];
  const name = inside[(bounds[nameAt] ?? -1) + 1];
  const from = bounds[skipped];
  if (from === undefined || !name || !("text" in name)) return undefined;
  const members: DeclaredMember[] = [];
  let start = from + 1;
  for (const [i, part] of inside.entries()) {
    if (i < start || !("text" in part) || part.text !== ";") continue;
    members.push(...membersOf(inside.slice(start, i), depth + 1));
    start = i + 1;
  }
  return [...members, memberNamed(name)];
}

/** Members that C code can name: those of anonymous records in the place of these. */
export function namedIn(members: readonly DeclaredMember[]): readonly DeclaredMember[] {
  return members.flatMap((member) => (member.name === "" ? namedIn(member.record?.members ?? []) : [member]));
}
