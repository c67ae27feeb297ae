/** Where a fact was read: enough for a person to look at the same bytes. */
export interface Origin {
  /** The input, and the way into it: `"linux-image.deb!data.tar!boot/config-6.12"`. */
  readonly input: string;
  /** Section, member or line: `".modinfo"`, `"__kcrctab_gpl"`, `"line 214"`. */
  readonly part?: string;
}

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly origin: Origin;
}

export interface Unknown {
  readonly known: false;
  /** Why it could not be read. */
  readonly why: Text;
  /** What the user can give or do to make it known. */
  readonly remedy: Text;
}

/** A value with its origin, or the reason it could not be known. "There is none" is a value; unknown is not. */
export type Fact<T> = Known<T> | Unknown;

/** The type of a fact's value. */
export type ValueOf<F> = Extract<F, { readonly known: true }> extends Known<infer T> ? T : never;

/** The languages that kofit speaks: English and Simplified Chinese. */
export type Language = "en" | "zh";

/** A text in every language: a missing translation does not compile. */
export type Text = Readonly<Record<Language, string>>;

export const known = <T>(value: T, origin: Origin): Known<T> => ({ known: true, value, origin });
export const unknown = (why: Text, remedy: Text): Unknown => ({ known: false, why, remedy });
/** A text that is the same in every language: a name, a path, the message of a `FormatError`. */
export const sameInAll = (text: string): Text => ({ en: text, zh: text });
