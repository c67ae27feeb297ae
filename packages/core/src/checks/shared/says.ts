import type { Context, KernelSays } from "../../analyse/define-check.ts";
import { hasCome } from "../../model/generation.ts";

/** Refused with ENOEXEC and these lines. */
export const noExec = (...log: string[]): KernelSays => ({ errno: "ENOEXEC", log });

/**
 * The answer of the ELF checks: a line for each defect since 5.13, one line for all before.
 * elf_validity_check() in kernel/module.c and kernel/module/main.c
 */
export const elfSays = ({ generation }: Context, line: string): KernelSays =>
  noExec(hasCome(generation, "5.13") ? line : "Module has invalid ELF structures");

/** The two lines that resolve_symbol() and simplify_symbols() print for a symbol that is found and not accepted. */
export const symbolSays = ({ module }: Context, symbol: string, line: string): KernelSays => ({
  errno: "EINVAL",
  log: [line, `${module}: Unknown symbol ${symbol} (err -22)`],
});
