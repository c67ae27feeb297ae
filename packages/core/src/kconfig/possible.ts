import type { Tristate } from "../model/kconfig-rules.ts";

/**
 * The values that a bool or tristate may have as far as is known, one bit for each: 1 is `n`, 2 is `m`, 4 is `y`. One
 * bit alone is a value that is known; never none.
 */
export type Possible = number;

export const N: Possible = 1;
export const M: Possible = 2;
export const Y: Possible = 4;
export const ANY: Possible = 7;

const tristates: readonly Tristate[] = [0, 1, 2];

/** Of all pairs of values: EXPR_AND() and EXPR_OR() of scripts/kconfig/expr.h are the lesser and the greater. */
function pairs(choose: (a: Tristate, b: Tristate) => number): readonly (readonly Possible[])[] {
  return Array.from({ length: ANY + 1 }, (_, a) =>
    Array.from({ length: ANY + 1 }, (_, b) => {
      let result = 0;
      for (const x of tristates) {
        for (const y of tristates) if (a & (1 << x) && b & (1 << y)) result |= 1 << choose(x, y);
      }
      return result;
    }),
  );
}

const ands = pairs(Math.min);
const ors = pairs(Math.max);

export const and = (a: Possible, b: Possible): Possible => ands[a]?.[b] ?? ANY;
export const or = (a: Possible, b: Possible): Possible => ors[a]?.[b] ?? ANY;
/** EXPR_NOT(): `m` stays. */
export const not = (a: Possible): Possible => (a & M) | (a & N ? Y : 0) | (a & Y ? N : 0);
/** `m` becomes `y`, as for a bool. */
export const withoutM = (a: Possible): Possible => (a & M ? (a & ~M) | Y : a);

/** Whether it is not `n`; `undefined` when that is not known. */
export function isSet(a: Possible): boolean | undefined {
  if (a === N) return false;
  return a & N ? undefined : true;
}

/** The one value; `undefined` when it is not known. */
export function only(a: Possible): "n" | "m" | "y" | undefined {
  if (a === N) return "n";
  if (a === M) return "m";
  return a === Y ? "y" : undefined;
}

/** `"y"`, `"m"`, `"n"`; `undefined` for any other text. */
export function fromText(text: string): Possible | undefined {
  if (text === "n") return N;
  if (text === "m") return M;
  return text === "y" ? Y : undefined;
}

/** Or of what is known: true wins, and not known wins over false. */
export function either(...all: readonly (boolean | undefined)[]): boolean | undefined {
  if (all.includes(true)) return true;
  return all.includes(undefined) ? undefined : false;
}
