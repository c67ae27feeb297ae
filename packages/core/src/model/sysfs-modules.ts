/** Names in `/sys/module` of a kernel that has just been booted: a module that is called so is refused. */
export interface SysfsModules {
  /** Directories that kernel/params.c makes of what is built in, and for which of its two reasons. */
  readonly made: ReadonlyMap<string, MadeFor>;
  /**
   * Names that drivers may have which are built in: one that registers makes a directory, and which do shows only when the
   * kernel runs. Empty where drivers add none. module_add_driver() in drivers/base/module.c does so since Linux kernel
   * commit f95bbfe18512 ("drivers: base: handle module_kobject creation") (in v6.15, and in stable series); before, it
   * wanted a directory that was there.
   */
  readonly drivers: ReadonlySet<string>;
}

export type MadeFor =
  /** param_sysfs_builtin(): it has a parameter that is shown, with permissions other than 0. */
  | "parameter"
  /** version_sysfs_builtin(): it has a version. */
  | "version";
