import { parseKernelArguments } from "../../formats/kernel-arguments/kernel-arguments.ts";
import { type Config, configured } from "../../model/config.ts";
import { type Fact, known, type Known, type Origin } from "../../model/fact.ts";
import type { KernelFacts, TrustedCertificate } from "../../model/kernel.ts";
import { hasReached } from "../../model/release.ts";
import type { CommandLine, Compression, LoadedModule, Loading, StateFacts, Via } from "../../model/state.ts";
import { policyBootedWith } from "../kernel/signature-policy.ts";
import { commandLineOf } from "./command-line.ts";
import { exportsWith } from "./loaded-exports.ts";

/** What a person says of the target's state; what is absent is as the running system has it, or as usual. */
export interface Told {
  /** `--cmdline` */
  readonly commandLine?: string;
  /** `--loaded`: in the order in which they were loaded. */
  readonly loaded?: readonly LoadedModule[];
  /** `--params` */
  readonly parameters?: string;
  readonly via?: Via;
  readonly compressedFlag?: boolean;
  readonly forceVermagic?: boolean;
  readonly forceModversion?: boolean;
  /** `--trust`: keys that the kernel has beside those built into it. */
  readonly enrolled?: readonly TrustedCertificate[];
}

/** What the running system tells of its state. */
export interface Running {
  /** `/proc/cmdline`; absent when it cannot be read. */
  readonly commandLine?: string;
  /** `/proc/modules`, in the order in which they were loaded; absent when it cannot be read. */
  readonly loaded?: readonly LoadedModule[];
  /** Names in `/sys/module`, of loaded modules and of what is built in; absent when it cannot be read. */
  readonly sysfsNames?: readonly string[];
  /** `/proc/sys/kernel/tainted`, as letters; absent when it cannot be read. */
  readonly taints?: string;
  /** `/proc/sys/kernel/modules_disabled`; absent when it cannot be read. */
  readonly modulesDisabled?: boolean;
  /** `/sys/module/compression`; absent without CONFIG_MODULE_DECOMPRESS. */
  readonly compression?: string;
}

/** A kernel as it is when a module is loaded into it. */
export interface Target {
  /** Its facts, with what the state changes in them. */
  readonly kernel: KernelFacts;
  readonly state: StateFacts;
}

const options: Origin = { input: "options" };

/**
 * A kernel in the state that options tell.
 *
 * @param running absent when the target is not the running system
 */
export function targetOf(kernel: KernelFacts, told: Told = {}, running?: Running): Target {
  const commandLine = commandLineFact(told, running);
  const loaded = loadedOf(told, running);
  const state: StateFacts = {
    loading: known(loadingOf(told), options),
    commandLine,
    hasModules: hasModules(kernel, running),
    modulesDisabled: modulesDisabled(commandLine.value, told, running),
    loaded,
    exportsOfAll: known(undefined, options),
    taints: taints(told, running),
    running: known(new Set(running?.loaded?.map(({ name }) => name)), { input: "/proc/modules" }),
    builtinDirectories: known(builtinDirectories(running), { input: "/sys/module" }),
    decompression: decompression(kernel, running),
  };
  return withLoaded(
    {
      ...kernel,
      ...(told.commandLine !== undefined && {
        signaturePolicy: policyBootedWith(kernel.moduleSigning, commandLine),
      }),
      ...(told.enrolled && { enrolledCertificates: known(told.enrolled, { input: "--trust" }) }),
    },
    state,
    loaded.value,
  );
}

/** The exports of a kernel are those of its image and of what is loaded, where that is known. */
function withLoaded(
  kernel: KernelFacts,
  state: StateFacts,
  loaded: readonly LoadedModule[] | undefined,
): Target {
  const { exports, crcs } = kernel;
  if (!loaded || !exports.known || !state.loading.known) return { kernel, state };
  const found = exportsWith(exports.value, loaded, state.loading.value.via === "modprobe");
  return {
    kernel: {
      ...kernel,
      exports: { ...exports, value: found },
      // The CRCs of the exports; a kernel without CONFIG_MODVERSIONS has none.
      crcs: crcs.known && crcs.value.names.count > 0 ? { ...crcs, value: found } : crcs,
    },
    state: { ...state, exportsOfAll: exports },
  };
}

function loadingOf(told: Told): Loading {
  return {
    via: told.via ?? "insmod",
    compressedFlag: told.compressedFlag ?? false,
    forceVermagic: told.forceVermagic ?? false,
    forceModversion: told.forceModversion ?? false,
    parameters: parseKernelArguments(told.parameters ?? ""),
  };
}

function commandLineFact(told: Told, running: Running | undefined): Known<CommandLine> {
  if (told.commandLine !== undefined) {
    return known(commandLineOf(told.commandLine), { input: "--cmdline" });
  }
  const text = running?.commandLine;
  const origin = text === undefined ? { input: "no --cmdline" } : { input: "/proc/cmdline" };
  return known(commandLineOf(text ?? ""), origin);
}

function taints(told: Told, running: Running | undefined): StateFacts["taints"] {
  if (told.loaded) return known(told.loaded.map(({ taints = "" }) => taints).join(""), { input: "--loaded" });
  return known(told.commandLine === undefined ? running?.taints : undefined, {
    input: "/proc/sys/kernel/tainted",
  });
}

const WITH_MODULES = "\nCONFIG_MODULES=y\n";
/** Kconfig writes down what is not set; where even that is missing, this is no configuration of a whole kernel. */
const WITHOUT_MODULES = "\n# CONFIG_MODULES is not set\n";

function hasModules({ config }: KernelFacts, running: Running | undefined): StateFacts["hasModules"] {
  // /proc is there, and lists no modules.
  if (running?.commandLine !== undefined && !running.loaded) return known(false, { input: "/proc/modules" });
  // The former stands near the beginning, so the whole text is seldom searched.
  const text = config.known ? config.value.text : "";
  const without = !text.includes(WITH_MODULES) && text.includes(WITHOUT_MODULES);
  return known(!without, config.known ? config.origin : options);
}

function modulesDisabled(
  commandLine: CommandLine,
  told: Told,
  running: Running | undefined,
): StateFacts["modulesDisabled"] {
  if (commandLine.nomodule) return known("nomodule", { input: "command line" });
  if (commandLine.modulesDisabled) return known("modules_disabled", { input: "command line" });
  const disabled = told.commandLine === undefined && running?.modulesDisabled === true;
  return known(disabled ? "modules_disabled" : undefined, { input: "/proc/sys/kernel/modules_disabled" });
}

/**
 * What the running system has loaded counts only for who asks how one call would end: a check of all installed modules
 * is not about which of them are loaded already.
 */
function loadedOf(told: Told, running: Running | undefined): Known<readonly LoadedModule[] | undefined> {
  if (told.loaded) return known(told.loaded, { input: "--loaded" });
  return known(told.via === undefined ? undefined : running?.loaded, { input: "/proc/modules" });
}

function builtinDirectories(running: Running | undefined): ReadonlySet<string> | undefined {
  if (!running?.sysfsNames || !running.loaded) return undefined;
  const loaded = new Set(running.loaded.map(({ name }) => name));
  return new Set(running.sysfsNames.filter((name) => !loaded.has(name)));
}

function decompression(kernel: KernelFacts, running: Running | undefined): Fact<Compression | undefined> {
  if (running) return known(compressionNamed(running.compression), { input: "/sys/module/compression" });
  const { config, release } = kernel;
  if (!config.known) return config;
  return known(configuredCompression(config.value, release.known ? release.value : undefined), {
    ...config.origin,
    part: "CONFIG_MODULE_DECOMPRESS",
  });
}

const compressionNamed = (name: string | undefined): Compression | undefined =>
  name === "gzip" || name === "xz" || name === "zstd" ? name : undefined;

function configuredCompression(config: Config, release: string | undefined): Compression | undefined {
  if (!configured(config, "CONFIG_MODULE_DECOMPRESS")) return undefined;
  if (configured(config, "CONFIG_MODULE_COMPRESS_GZIP")) return "gzip";
  if (configured(config, "CONFIG_MODULE_COMPRESS_XZ")) return "xz";
  // kernel/module/decompress.c learnt it with 6.2; before, Kconfig leaves the option away.
  const known = release === undefined || hasReached(release, 6, 2);
  return known && configured(config, "CONFIG_MODULE_COMPRESS_ZSTD") ? "zstd" : undefined;
}
