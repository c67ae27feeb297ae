import { type Kallsyms, rowsHolding } from "../kallsyms/kallsyms.ts";

/** What a kernel makes in `/sys/module`, as its functions tell. */
export interface SysfsFunctions {
  /** CONFIG_SYSFS. */
  readonly hasSysfs: boolean;
  /** Whether drivers that are built in make directories there. */
  readonly driversAddNames: boolean;
}

/** kernel/params.c. Compilers add to names, in front (`__initstub__…`) and behind (`.llvm.…`). */
const SYSFS = "param_sysfs_init";
/** It has its own since Linux kernel commit 96a1a2412acb (in v6.2), and what drivers do is an answer to that. */
const SYSFS_LATE = "param_sysfs_builtin_init";
/** Called by module_add_driver() in drivers/base/module.c. 6.1 got it, too, and does not call it from there. */
const ADDED_BY_DRIVERS = "lookup_or_create_module_kobject";

export function sysfsFunctions(kallsyms: Kallsyms): SysfsFunctions {
  const has = (letters: string): boolean => rowsHolding(kallsyms, letters).next().done !== true;
  return { hasSysfs: has(SYSFS), driversAddNames: has(SYSFS_LATE) && has(ADDED_BY_DRIVERS) };
}
