/** What may be in a register: 0 for anything, a section's index for an address in it, or one of those below. */
export type Value = number;

/** Nothing is known of it. */
export const ANYTHING: Value = 0;
/** An address in `__per_cpu_offset`, where the kernel has the offset of each processor. */
export const TABLE: Value = -1;
/** The offset of a processor: what is added to the address of a per-CPU variable to get that processor's own. */
export const OFFSET: Value = -2;
/** The address of `this_cpu_off`, a per-CPU variable of x86 that holds the offset of the processor itself. */
export const OWN_OFFSET: Value = -3;

/**
 * What the general registers hold on one straight way through the code. Whoever comes to an instruction from elsewhere may
 * hold something else; that does not change what happens on this way.
 */
export class Registers {
  readonly #held: Int32Array;
  readonly #constant: number;

  /** @param constant the register that takes no value: zero, or what is the stack in its place */
  constructor(count: number, constant: number) {
    this.#held = new Int32Array(count);
    this.#constant = constant;
  }

  get(register: number): Value {
    return this.#held[register] ?? ANYTHING;
  }

  set(register: number, value: Value): void {
    if (register !== this.#constant) this.#held[register] = value;
  }

  forget(register: number): void {
    this.set(register, ANYTHING);
  }

  forgetAll(): void {
    this.#held.fill(ANYTHING);
  }

  /** Holds in `to` the sum of two values. */
  add(to: number, one: Value, other: Value): void {
    const isTable = (one === TABLE && other === ANYTHING) || (other === TABLE && one === ANYTHING);
    this.set(to, isTable ? TABLE : ANYTHING);
  }

  /** Holds in `to` a word of memory at an address of which `base` is a part. */
  load(to: number, base: Value): void {
    this.set(to, base === TABLE ? OFFSET : ANYTHING);
  }
}

/** The section in which one of two values is an address, if the other one is a processor's offset; else 0. */
export function misplaced(one: Value, other: Value): number {
  if (one === OFFSET && other > 0) return other;
  return other === OFFSET && one > 0 ? one : 0;
}
