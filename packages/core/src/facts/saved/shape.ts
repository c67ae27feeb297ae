import { FormatError } from "../../io/format-error.ts";

/** A value of parsed JSON, and the way to it for messages: `facts.exports.value.crcs`. */
export interface Place {
  readonly source: string;
  readonly path: string;
}

/** Reads one shape out of parsed JSON. @throws {FormatError} if the value has another shape. */
export type Shape<T> = (value: unknown, place: Place) => T;

/** @throws {FormatError} always. JSON.parse() tells no offsets, so the way to the value says where it is. */
export function mismatch({ source, path }: Place, expected: string, found: unknown): never {
  const what = Array.isArray(found) ? "a list" : found === null ? "null" : `a ${typeof found}`;
  throw new FormatError(source, 0, `${path}: ${expected} expected, ${what} found`);
}

export const string: Shape<string> = (value, place) =>
  typeof value === "string" ? value : mismatch(place, "a string", value);

export const boolean: Shape<boolean> = (value, place) =>
  typeof value === "boolean" ? value : mismatch(place, "true or false", value);

/** A size, an offset or an index. */
export const natural: Shape<number> = (value, place) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? value
    : mismatch(place, "a whole number of at least 0", value);

export const oneOf =
  <const T extends string>(words: readonly T[]): Shape<T> =>
  (value, place) =>
    words.find((word) => word === value) ??
    mismatch(place, words.map((word) => `"${word}"`).join(" or "), value);

export const listOf =
  <T>(item: Shape<T>): Shape<T[]> =>
  (value, place) => {
    if (!Array.isArray(value)) return mismatch(place, "a list", value);
    return value.map((each: unknown, i) => item(each, { ...place, path: `${place.path}[${i}]` }));
  };

/** The members of an object, looked up one at a time. */
export interface Members {
  required<T>(name: string, shape: Shape<T>): T;
  /** An object with the member, or without it when it is absent: to be spread. */
  optional<K extends string, T>(name: K, shape: Shape<T>): { readonly [N in K]?: T };
  readonly names: readonly string[];
}

export const object: Shape<Members> = (value, place) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return mismatch(place, "an object", value);
  }
  const members = new Map<string, unknown>(Object.entries(value));
  const at = (name: string): Place => ({ ...place, path: `${place.path}.${name}` });
  return {
    names: [...members.keys()],
    required: (name, shape) => shape(members.get(name), at(name)),
    optional: <K extends string, T>(name: K, shape: Shape<T>): { readonly [N in K]?: T } => {
      const found: { [N in K]?: T } = {};
      if (members.has(name)) found[name] = shape(members.get(name), at(name));
      return found;
    },
  };
};
