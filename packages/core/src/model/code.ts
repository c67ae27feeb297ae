import type { CodeAt } from "./relocations.ts";

/** What a module's instructions tell, and nothing else in it does. Looked for on arm64 and riscv; elsewhere there is nothing. */
export interface CodeOddities {
  /** The first access of user memory in a module that has no `__ex_table`; absent when there is none. */
  readonly userAccess?: CodeAt;
}
