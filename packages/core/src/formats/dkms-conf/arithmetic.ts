import type { Context } from "./expand.ts";
import { MAX_INDEX, type Unread } from "./variables.ts";

/** `i = i+1`, `2 * (n - 1)`: what counts the elements of an array. */
const MAX_TERMS = 64;

/**
 * The value of a whole number that is added, subtracted or multiplied of numbers and variables, from -{@link MAX_INDEX} to
 * {@link MAX_INDEX}; everything else that bash computes (assignments, comparisons, other bases, division) is not known.
 */
export function arithmetic(expression: string, context: Context): number | Unread {
  const terms = expression.match(/[A-Za-z_]\w*|\d+|\S/g) ?? [];
  const plain = expression.replace(/\$\{(\w+)\}|\$(?=[A-Za-z_])/g, "$1").match(/[A-Za-z_]\w*|\d+|\S/g) ?? [];
  const notKnown: Unread = { ...context.place, reason: "expansion" };
  if (plain.length === 0 || terms.length > MAX_TERMS) return notKnown;
  const values: (number | string)[] = [];
  for (const term of plain) {
    const value = termOf(term, context);
    if (typeof value === "object") return value;
    values.push(value);
  }
  const sum = new Sum(values).all();
  return sum !== undefined && Math.abs(sum) <= MAX_INDEX ? sum : notKnown;
}

function termOf(term: string, context: Context): number | string | Unread {
  if (/^(?:0|[1-9]\d{0,5})$/.test(term)) return Number(term);
  if (/^[-+*()]$/.test(term)) return term;
  if (!/^[A-Za-z_]/.test(term)) return { ...context.place, reason: "expansion" };
  const value = context.variables.value(term, 0, context.place);
  if (!value.known) return value.unread;
  return /^(?:0|-?[1-9]\d{0,5})$/.test(value.text)
    ? Number(value.text)
    : { ...context.place, reason: "expansion" };
}

/** Terms, products and sums, with parentheses: `undefined` where they are none. */
class Sum {
  readonly #values: readonly (number | string)[];
  #at = 0;

  constructor(values: readonly (number | string)[]) {
    this.#values = values;
  }

  all(): number | undefined {
    const sum = this.#sum();
    return this.#at === this.#values.length ? sum : undefined;
  }

  #sum(): number | undefined {
    let sum = this.#product();
    for (
      let sign = this.#values[this.#at];
      sum !== undefined && (sign === "+" || sign === "-");
      sign = this.#values[this.#at]
    ) {
      this.#at += 1;
      const next = this.#product();
      if (next === undefined) return undefined;
      sum += sign === "+" ? next : -next;
    }
    return sum;
  }

  #product(): number | undefined {
    let product = this.#term();
    while (product !== undefined && this.#values[this.#at] === "*") {
      this.#at += 1;
      const next = this.#term();
      if (next === undefined) return undefined;
      product *= next;
    }
    return product;
  }

  #term(): number | undefined {
    const value = this.#values[this.#at];
    this.#at += 1;
    if (typeof value === "number") return value;
    if (value !== "(") return undefined;
    const sum = this.#sum();
    return this.#values[this.#at++] === ")" ? sum : undefined;
  }
}
