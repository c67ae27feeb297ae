import type { ExportTable } from "./exports.ts";
import type { Fact } from "./fact.ts";
import type { ModuleExport } from "./module.ts";

/** The target at the moment of loading, as far as its kernel alone does not tell: what is said in options, or the live system. */
export interface StateFacts {
  /** How the module is handed to the kernel, and with what. */
  readonly loading: Fact<Loading>;
  /** What the kernel was booted with; an empty line where nobody tells. */
  readonly commandLine: Fact<CommandLine>;
  /** Whether the kernel has modules at all, CONFIG_MODULES; taken for granted where nothing tells. */
  readonly hasModules: Fact<boolean>;
  /** What forbids loading any module: `modules_disabled` in kernel/module/main.c; `undefined` when nothing does. */
  readonly modulesDisabled: Fact<"nomodule" | "modules_disabled" | undefined>;
  /**
   * The modules that are loaded, in the order in which they were; `undefined` where nobody tells: then every module of
   * the kernel counts as one that is loaded when it is needed, and not before.
   */
  readonly loaded: Fact<readonly LoadedModule[] | undefined>;
  /** What the kernel and all its modules export, where `KernelFacts.exports` has only what is loaded; `undefined` elsewhere. */
  readonly exportsOfAll: Fact<ExportTable | undefined>;
  /**
   * Letters of the taints that are set, or may be (Documentation/admin-guide/tainted-kernels.rst); `undefined` where
   * nobody tells. Some lines are printed only by the first module that sets one.
   */
  readonly taints: Fact<string | undefined>;
  /** What the running system has loaded right now, by name; empty when the target is not the running system. */
  readonly running: Fact<ReadonlySet<string>>;
  /** Directories of `/sys/module` that belong to no loaded module: names that are taken; `undefined` when the target is not the running system. */
  readonly builtinDirectories: Fact<ReadonlySet<string> | undefined>;
  /** Which compression this kernel takes from `finit_module()`; `undefined` for none. kernel/module/decompress.c */
  readonly decompression: Fact<Compression | undefined>;
}

/** How a module is loaded. */
export interface Loading {
  readonly via: Via;
  /** MODULE_INIT_COMPRESSED_FILE: the kernel is to unpack the file. */
  readonly compressedFlag: boolean;
  /** MODULE_INIT_IGNORE_VERMAGIC. */
  readonly forceVermagic: boolean;
  /** MODULE_INIT_IGNORE_MODVERSIONS. */
  readonly forceModversion: boolean;
  /** What the module's parameters are set to. */
  readonly parameters: Arguments;
}

export type Via =
  /** A tool that unpacks a file where it has to and calls `finit_module()`: insmod of kmod. */
  | "insmod"
  /** `finit_module(2)` with the file as it is. */
  | "finit"
  /** `init_module(2)` with the file's bytes as they are. */
  | "init"
  /** kmod's modprobe: it loads first what the module needs, and is content with a module that is there already. */
  | "modprobe";

/** Words of a kernel command line, or of a module's parameters, as next_arg() in lib/cmdline.c takes them apart. */
export interface Arguments {
  readonly list: readonly Argument[];
  /** What follows a word `--`, which ends the arguments; absent without one. */
  readonly afterDashes?: string;
}

export interface Argument {
  /** As it is written: the kernel compares names with `-` and `_` equal. */
  readonly name: string;
  /** Without its quotes; absent where there is no `=`. */
  readonly value?: string;
}

/** What of a kernel command line concerns modules. */
export interface CommandLine {
  readonly text: string;
  /** `module_blacklist=`: names as they are written; the kernel compares them letter by letter. */
  readonly blacklist: readonly string[];
  /** `module.sig_enforce`, which cannot be switched off again. */
  readonly sigEnforce: boolean;
  /** `lockdown=`, the strictest of several; absent without one. */
  readonly lockdown?: "integrity" | "confidentiality";
  /** `lsm=`, which replaces CONFIG_LSM; absent without one. */
  readonly securityModules?: readonly string[];
  readonly nomodule: boolean;
  /** `sysctl.kernel.modules_disabled=1`. */
  readonly modulesDisabled: boolean;
}

/** A module that is loaded. */
export interface LoadedModule {
  /** `struct module.name`. */
  readonly name: string;
  /** What it exports; absent when only its name is known: then what the kernel's own module of that name exports. */
  readonly exports?: readonly ModuleExport[];
  /** Whether it is being removed just now; absent when it is not. */
  readonly leaving?: true;
  /** Letters of the taints that it has set, or may have; absent when it has set none. */
  readonly taints?: string;
}

/** As `/sys/module/compression` names it. */
export type Compression = "gzip" | "xz" | "zstd";

/** How a module file is packed. */
export interface Packing {
  readonly compression: Compression;
  /** Number of the check in an xz header: 0 none, 1 CRC32, 4 CRC64, 10 SHA-256; absent for other compressions. */
  readonly xzCheck?: number;
  /** ID of the filter that stands before LZMA2 in an xz file; absent when there is none, and for other compressions. */
  readonly xzFilter?: number;
  /** Whether its content cannot be unpacked; absent when it can. */
  readonly damaged?: true;
}
