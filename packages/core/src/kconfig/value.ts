import type { SymbolType } from "../model/kconfig-rules.ts";
import { N, only, type Possible } from "./possible.ts";

/** What Kconfig makes of a symbol, as far as is known. */
export interface SymbolValue {
  /** Absent for a name that no file defines: it stands for itself. */
  readonly type?: SymbolType;
  /** For a bool or tristate; `n` for any other. */
  readonly tristate: Possible;
  /** For an int, hex or string, without quotes, or a name that stands for itself; `undefined` when it is not known. */
  readonly text?: string | undefined;
  /** Whether a line of `.config` tells it; `undefined` when that is not known. */
  readonly written: boolean | undefined;
  /** Whether somebody is asked. */
  readonly visible: Possible;
  /** Whether the conditions of one of its entries are met. */
  readonly dependencies: Possible;
  /** What those that select it ask for. */
  readonly selected: Possible;
}

/** Whether values of `type` are `n`, `m`, `y`. */
export const isTristate = (type: SymbolType | undefined): boolean => type === "bool" || type === "tristate";

/** The value as a text: `"y"`, `"124"`; `undefined` when it is not known. */
export function textOf(value: SymbolValue): string | undefined {
  return isTristate(value.type) ? only(value.tristate) : value.text;
}

/** A value without rules behind it. */
export function plainValue(
  type: SymbolType | undefined,
  tristate: Possible,
  text?: string,
  written: boolean | undefined = false,
): SymbolValue {
  return {
    ...(type && { type }),
    tristate,
    text,
    written,
    visible: N,
    dependencies: N,
    selected: N,
  };
}

/** What a symbol has that nothing sets: sym_calc_value() in scripts/kconfig/symbol.c. */
export function initialText(type: SymbolType | undefined): string {
  if (type === "int") return "0";
  return type === "hex" ? "0x0" : "";
}
