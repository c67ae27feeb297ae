import type { CodeAt } from "./relocations.ts";

/** What a module's instructions tell, and nothing else in it does. Looked for on arm64, riscv and x86_64; elsewhere there is nothing. */
export interface CodeOddities {
  /** The first access of user memory in a module that has no `__ex_table`; absent when there is none. */
  readonly userAccess?: CodeAt;
  /** A place where the offset of a processor is added to the address of data that is not per CPU; absent when none was found. */
  readonly perCpu?: PerCpuUse;
}

/** A place in code where ordinary data is used as if it were per CPU. */
export interface PerCpuUse extends CodeAt {
  /** Name of the section that the data is in. */
  readonly data: string;
}
