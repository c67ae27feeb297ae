import type { GuardedToken } from "./header.ts";

/** A declaration of members up to its semicolon: tokens, and in the place of `{ … }` what was declared there. */
export type Part<Body> = GuardedToken | { readonly body: Body };

/** One name that a declaration gives. */
export interface Declared {
  /** Absent where it gives none: `int : 4`, an anonymous record. */
  readonly name?: GuardedToken;
  /** The type that the member itself is, or is an array of; absent for a pointer, a function and C's own types. */
  readonly type?: { readonly kind: "struct" | "union" | "typedef"; readonly name: string };
}

/** Types of C, and what stands with them. */
const TYPE_WORDS = new Set(
  "void char short int long float double signed unsigned _Bool bool __signed__ __int128 enum typeof __typeof__".split(
    " ",
  ),
);
const QUALIFIERS = new Set(
  "const volatile extern static inline register restrict __restrict __volatile__ __extension__".split(" "),
);
/** Annotations of include/linux/compiler_types.h and compiler_attributes.h that stand before or behind a name. */
const ANNOTATION =
  /^(?:__(?:rcu|percpu|user|iomem|private|kernel|force|nocast|bitwise|safe|packed|aligned|attribute__|read_mostly|randomize_layout|no_randomize_layout|data_racy|must_hold|guarded_by|counted_by\w*|nonstring|deprecated)|____cacheline\w+)$/;

const isToken = (part: Part<unknown> | undefined): part is GuardedToken =>
  part !== undefined && !("body" in part);
const textOf = (part: Part<unknown> | undefined): string => (isToken(part) ? part.text : "");

/** The index behind the group that opens at `from`, `(…)` or `[…]`; the end where nothing closes it. */
export function behindGroup(parts: readonly Part<unknown>[], from: number): number {
  let depth = 0;
  for (let at = from; at < parts.length; at += 1) {
    const text = textOf(parts[at]);
    if (text === "(" || text === "[") depth += 1;
    if (text === ")" || text === "]") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return parts.length;
}

/** What a declaration of members declares, in its order: C11, 6.7.2.1. */
export function declaratorsOf(parts: readonly Part<unknown>[]): readonly Declared[] {
  const [first = [], ...more] = splitByCommas(withoutCalls(parts));
  const declared = declaredIn(first, undefined);
  // `struct x a, *b`: the others have the type of the first, a pointer or not.
  const type = typeIn(first).type;
  return [declared, ...more.map((each) => declaredIn(each, { ...(type && { type }) }))];
}

/** Takes out `MACRO(…)` and attributes. An identifier before `(*name)` is the type of a pointer to a function. */
function withoutCalls(parts: readonly Part<unknown>[]): readonly Part<unknown>[] {
  const left: Part<unknown>[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at];
    if (!part) continue;
    const isCall = isToken(part) && part.kind === "identifier" && textOf(parts[at + 1]) === "(";
    const isTypeOf = isCall && /^(?:__)?typeof(?:__)?$/.test(part.text);
    if (isTypeOf) left.push(part);
    const goes = isCall && (isTypeOf || part.text === "__attribute__" || !opensPointer(parts, at + 2));
    if (goes && !(TYPE_WORDS.has(part.text) && !isTypeOf)) at = behindGroup(parts, at + 1) - 1;
    else left.push(part);
  }
  return left;
}

/** Whether what opens before `from` is `(*name)`; annotations may stand before the star. */
function opensPointer(parts: readonly Part<unknown>[], from: number): boolean {
  let at = from;
  while (ANNOTATION.test(textOf(parts[at])) || QUALIFIERS.has(textOf(parts[at]))) at += 1;
  return textOf(parts[at]) === "*";
}

function splitByCommas(parts: readonly Part<unknown>[]): readonly (readonly Part<unknown>[])[] {
  const found: Part<unknown>[][] = [[]];
  let depth = 0;
  for (const part of parts) {
    const text = textOf(part);
    if (text === "(" || text === "[") depth += 1;
    if (text === ")" || text === "]") depth -= 1;
    if (text === "," && depth === 0) found.push([]);
    else found.at(-1)?.push(part);
  }
  return found;
}

/** What the specifiers before a name say, and the identifiers that are none of them. */
interface Specifiers {
  type?: NonNullable<Declared["type"]> | undefined;
  names: GuardedToken[];
  pointer: boolean;
}

function declaredIn(parts: readonly Part<unknown>[], before: Pick<Declared, "type"> | undefined): Declared {
  const opening = parts.findIndex((part, i) => textOf(part) === "(" && opensPointer(parts, i + 1));
  if (opening >= 0) {
    const inside = parts.slice(opening + 1).filter(isToken);
    const name = inside.find(
      ({ kind, text }) => kind === "identifier" && !ANNOTATION.test(text) && !QUALIFIERS.has(text),
    );
    return name ? { name } : {};
  }
  const end = parts.findIndex((part) => /^[[:=]$/.test(textOf(part)));
  const {
    type = before?.type,
    names,
    pointer,
  } = typeIn(end < 0 ? parts : parts.slice(0, end), before !== undefined);
  const plain = names.filter(({ text }) => !text.startsWith("__"));
  // An annotation that is not known here is in capitals, or begins with underscores and has a name beside it.
  const name = plain.findLast(({ text }) => !/^[A-Z][A-Z\d_]+$/.test(text)) ?? plain.at(-1) ?? names.at(-1);
  return { ...(name && { name }), ...(type && !pointer && { type }) };
}

function typeIn(parts: readonly Part<unknown>[], typed = false): Readonly<Specifiers> {
  const found: Specifiers = { names: [], pointer: false };
  let hasType = typed;
  for (const [i, part] of parts.entries()) {
    if (!isToken(part) || TYPE_WORDS.has(part.text) || isTagged(part.text)) {
      // What stood before it was a macro.
      found.names = [];
      found.type = undefined;
      hasType = true;
    } else if (part.text === "*") {
      found.names = [];
      found.pointer = true;
    } else if (!isNote(part)) {
      addWord(found, part, textOf(parts[i - 1]), hasType);
      hasType = true;
    }
  }
  return found;
}

const isTagged = (text: string): text is "struct" | "union" => text === "struct" || text === "union";

/** What changes neither type nor name. */
const isNote = ({ kind, text }: GuardedToken): boolean =>
  kind !== "identifier" || QUALIFIERS.has(text) || ANNOTATION.test(text);

function addWord(found: Specifiers, word: GuardedToken, previous: string, hasType: boolean): void {
  if (previous === "enum") return;
  if (isTagged(previous)) found.type = { kind: previous, name: word.text };
  else if (hasType) found.names.push(word);
  else found.type = { kind: "typedef", name: word.text };
}
