import type { Comparison, SymbolType } from "../model/kconfig-rules.ts";

/** A text and the type of the symbol that it is the value of; no type for a constant. */
export interface Compared {
  readonly text: string;
  readonly type: SymbolType | undefined;
}

/** Compares as __expr_calc_value() in scripts/kconfig/expr.c: by number where both are numbers, else by character. */
export function holds(test: Comparison, left: Compared, right: Compared): boolean {
  return tests[test](compare(left, right));
}

const tests: Readonly<Record<Comparison, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function compare(left: Compared, right: Compared): number {
  const texts = left.type === "string" && right.type === "string";
  const a = texts ? undefined : numberOf(left);
  const b = texts ? undefined : numberOf(right);
  if (a === undefined || b === undefined) return order(left.text, right.text);
  return order(a, b);
}

const order = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : Number(a > b));

const TRISTATES = ["n", "m", "y"];

/** expr_parse_string(): by the type's base, a constant by its own. */
function numberOf({ text, type }: Compared): bigint | undefined {
  const tristate = TRISTATES.indexOf(text);
  if (type === "bool" || type === "tristate") return BigInt(tristate);
  if (type === "int") return parseNumber(text, 10);
  if (type === "hex") return parseNumber(text, 16);
  return type === undefined && tristate >= 0 ? BigInt(tristate) : parseNumber(text, 0);
}

/** The longest number that is compared as one: strtoll() takes 19 digits. */
const MAX_DIGITS = 20;

/** strtoll() over the whole of `text`; base 0 reads `0x1f` and `017` as C does. `undefined` when it is no number. */
export function parseNumber(text: string, base: 0 | 10 | 16): bigint | undefined {
  const [, sign = "", hex, digits = ""] = /^\s*([+-]?)(0[xX])?([0-9A-Fa-f]+)$/.exec(text) ?? [];
  if (digits === "" || digits.length > MAX_DIGITS) return undefined;
  const magnitude = magnitudeOf(hex !== undefined, digits, base);
  return magnitude !== undefined && sign === "-" ? -magnitude : magnitude;
}

function magnitudeOf(hex: boolean, digits: string, base: 0 | 10 | 16): bigint | undefined {
  if (base === 16 || (base === 0 && hex)) return BigInt(`0x${digits}`);
  if (hex || !/^\d+$/.test(digits)) return undefined;
  if (base === 0 && digits.startsWith("0"))
    return /^[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : undefined;
  return BigInt(digits);
}
