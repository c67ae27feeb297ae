/** A line of an input. */
export interface Place {
  readonly source: string;
  /** From 1; 0 for what no line says. */
  readonly line: number;
}

/** Why a value is not known; the place is that of the shell code that it depends on. */
export interface Unread extends Place {
  readonly reason:
    /** `$(…)`, backticks: what a program prints. */
    | "command-substitution"
    /** Assigned, or not, in an `if`, a loop, a `case`, or behind `&&` or `||`. */
    | "conditional"
    /** An expansion of bash that is more than a variable's value. */
    | "expansion"
    /** A command that may set any variable: `eval`, `.`, a function. */
    | "code"
    /** A variable that nothing before has set. */
    | "not-set"
    /** Longer than {@link MAX_VALUE}. */
    | "too-long";
  /** For `not-set`, the variable. */
  readonly name?: string;
}

/** The value of a variable, or of an element of an array, or why it is not known. */
export type ShellValue =
  | ({ readonly known: true; readonly text: string } & Place)
  | { readonly known: false; readonly unread: Unread };

/** In characters. A command is a few hundred; what is appended to itself again and again must end somewhere. */
export const MAX_VALUE = 65_536;

/** Indices are numbers that a file gives; elements are kept in a map, so this only bounds what is printed. */
export const MAX_INDEX = 100_000;

interface Cell {
  readonly elements: Map<number, ShellValue>;
  /** What the other elements are, where that is not known. */
  readonly others?: Unread;
}

/** Variables of a shell, as far as they are known. Every one is an array, as in bash: `X` is `X[0]`. */
export class Variables {
  readonly #cells = new Map<string, Cell>();
  /** Set from outside, and the names that are certainly empty as long as nothing sets them. */
  readonly #empty: ReadonlySet<string>;
  #others: Unread | undefined;

  constructor(given: Readonly<Record<string, string>>, empty: ReadonlySet<string>, source: string) {
    this.#empty = empty;
    for (const [name, text] of Object.entries(given))
      this.assign(name, 0, { known: true, text, source, line: 0 });
  }

  /** One element, asked for at `place`; one that is not there is empty, as bash has it. */
  value(name: string, index: number, place: Place): ShellValue {
    const cell = this.#cells.get(name);
    const element = cell?.elements.get(index);
    if (element) return element;
    if (cell?.others) return { known: false, unread: cell.others };
    if (cell) return { known: true, text: "", ...place };
    if (this.#others) return { known: false, unread: this.#others };
    if (this.#empty.has(name)) return { known: true, text: "", ...place };
    return { known: false, unread: { ...place, reason: "not-set", name } };
  }

  /** The indices that are set, in their order, or why that is not known. */
  indices(name: string): readonly number[] | Unread {
    const cell = this.#cells.get(name);
    if (cell) return cell.others ?? [...cell.elements.keys()].sort((a, b) => a - b);
    return this.#others ?? [];
  }

  assign(name: string, index: number, value: ShellValue): void {
    const cell = this.#cells.get(name);
    if (cell) cell.elements.set(index, value);
    else
      this.#cells.set(name, {
        elements: new Map([[index, value]]),
        ...(this.#others ? { others: this.#others } : {}),
      });
  }

  /** All elements at once: `X=(a b)`. */
  replace(name: string, elements: ReadonlyMap<number, ShellValue>): void {
    this.#cells.set(name, { elements: new Map(elements) });
  }

  unset(name: string): void {
    this.#cells.set(name, { elements: new Map() });
  }

  /** Something may have set any element of it. */
  doubt(name: string, why: Unread): void {
    this.#cells.set(name, { elements: new Map(), others: why });
  }

  /** Something may have set any variable. */
  doubtAll(why: Unread): void {
    this.#cells.clear();
    this.#others = why;
  }
}
