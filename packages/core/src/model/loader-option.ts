import { type Config, configured } from "./config.ts";

/** An option of the configuration that changes what a loader does, and that shows in the image by a message. */
export type LoaderOption = keyof typeof loaderOptions;

interface Shown {
  /** The option; where several architectures have one of their own, any of them. */
  readonly options: readonly string[];
  /** The format string that a kernel with the option has, and none without. */
  readonly says: string;
}

export const loaderOptions = {
  /** A section must not be writable and executable. module_enforce_rwx_sections() in kernel/module/strict_rwx.c */
  "strict-rwx": { options: ["CONFIG_STRICT_MODULE_RWX"], says: " has invalid WRITE|EXEC flags" },
  /** Modules without vermagic or versions load all the same. try_to_force_load() in kernel/module/main.c */
  "force-load": { options: ["CONFIG_MODULE_FORCE_LOAD"], says: "%s: %s: kernel tainted." },
  /** check_modinfo_livepatch() in kernel/module/main.c */
  livepatch: { options: ["CONFIG_LIVEPATCH"], says: "tainting kernel with TAINT_LIVEPATCH" },
  /** find_module_sections() in kernel/module/main.c */
  constructors: { options: ["CONFIG_CONSTRUCTORS"], says: "has both .ctors and .init_array." },
  /** arm64 keeps an address in front of every function. ftrace_call_adjust() in arch/arm64/kernel/ftrace.c */
  "call-ops": { options: ["CONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS"], says: "Misaligned patch-site %pS" },
  /** Calls out of a module go by a table. module_frob_arch_sections() of arm, arm64 and riscv */
  "call-tables": {
    options: ["CONFIG_ARM_MODULE_PLTS", "CONFIG_ARM64_MODULE_PLTS", "CONFIG_MODULE_SECTIONS"],
    says: "module PLT section(s) missing",
  },
} as const satisfies Readonly<Record<string, Shown>>;

const isOption = (id: string): id is LoaderOption => Object.hasOwn(loaderOptions, id);
export const loaderOptionIds: readonly LoaderOption[] = Object.keys(loaderOptions).filter(isOption);

/** The options that a configuration sets. */
export function loaderOptionsOf(config: Config): ReadonlySet<LoaderOption> {
  return new Set(
    loaderOptionIds.filter((id) => loaderOptions[id].options.some((option) => configured(config, option))),
  );
}
