import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { basename, delimiter, join } from "node:path";
import { runMake } from "../../../build/src/run/run-make.ts";
import {
  askedByVariables,
  findToolchain,
  type Toolchain,
  toolVariables,
} from "../../../build/src/tools/toolchain.ts";
import { machineOfDebian } from "../../../build/src/tools/machines.ts";
import { type KernelTree, readModuleList } from "./kernel-tree.ts";

/** Good modules, built for one kernel by its own headers. */
export interface Seeds {
  /** Where they are: `plain.ko`. */
  readonly directory: string;
  /** Name of each, without `.ko`, sorted. */
  readonly names: readonly string[];
  /** Those that are named as modules built into this kernel are. */
  readonly builtins: readonly string[];
}

const sources = join(import.meta.dirname, "seeds");
/** In the order in which make meets them; `builtin.c` is copied under other names. */
const plainSources = readdirSync(sources)
  .filter((name) => name.endsWith(".c") && name !== "builtin.c")
  .sort();
/** Another number when seeds are built in another way. */
const RECIPE = 2;
/** Built once more, and left with its debugging information. */
const WITH_DEBUG = "debug";

/** Builds the seeds for a kernel; once, as long as neither the kernel nor a source changes. */
export async function buildSeeds(kernel: KernelTree): Promise<Seeds> {
  const builtins = namesOfBuiltins(kernel);
  const directory = join(kernel.directory, `seeds-${digestOf(builtins)}`);
  if (!existsSync(directory)) {
    const temporary = `${directory}.${process.pid}.new`;
    await build(kernel, builtins, temporary);
    renameSync(temporary, directory);
  }
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(".ko"))
    .map((name) => basename(name, ".ko"))
    .sort();
  return { directory, names, builtins };
}

function digestOf(builtins: readonly string[]): string {
  const digest = createHash("sha256").update(`${RECIPE} ${builtins.join()}`);
  for (const name of readdirSync(sources).sort()) digest.update(readFileSync(join(sources, name)));
  return digest.digest("hex").slice(0, 12);
}

async function build(kernel: KernelTree, builtins: readonly string[], directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  for (const name of [...plainSources, "seed.h"]) copyFileSync(join(sources, name), join(directory, name));
  for (const name of builtins) copyFileSync(join(sources, "builtin.c"), join(directory, `${name}.c`));
  copyFileSync(join(sources, "plain.c"), join(directory, `${WITH_DEBUG}.c`));
  const namespaced = namespacedSymbol(kernel);
  const named = [...plainSources.map((name) => basename(name, ".c")), ...builtins, WITH_DEBUG];
  const modules = named.filter((name) => namespaced || name !== "namespaced");
  const tools = await toolchainOf(kernel);
  writeFileSync(join(directory, "Makefile"), makefile(modules, namespaced, lacksAlignment(kernel, tools)));

  const made = await runMake(makeArguments(kernel, tools, directory), AbortSignal.timeout(600_000));
  if (!made.ok) throw new Error(`the seeds for ${kernel.release} cannot be built:\n${made.output}`);
  const strip = tools.compiler.replace(/gcc(?:-\d+)?$/, "strip");
  const stripped = modules.filter((name) => name !== WITH_DEBUG).map((name) => join(directory, `${name}.ko`));
  execFileSync(strip, ["--strip-debug", ...stripped]);
}

/** Whether functions are to be aligned by an option that only the kernel's own compiler has; what is here instead is older. */
const lacksAlignment = ({ config }: KernelTree, { instead }: Toolchain): boolean =>
  instead !== undefined && config.has("CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT");

function makefile(modules: readonly string[], namespaced: Namespaced | undefined, aligned: boolean): string {
  const { symbol, namespace } = namespaced ?? {};
  return [
    ...(aligned ? ["ccflags-y := -DSEED_ALIGNED"] : []),
    `obj-m := ${modules.map((name) => `${name}.o`).join(" ")}`,
    "CFLAGS_common.o := -fcommon",
    `CFLAGS_namespaced.o := -DKOFIT_NS_SYMBOL=${symbol} -DKOFIT_NS_NAME=${namespace}`,
    "",
  ].join("\n");
}

interface Namespaced {
  readonly symbol: string;
  readonly namespace: string;
}

/** A symbol of vmlinux that is in a namespace which modules may import. */
function namespacedSymbol(kernel: KernelTree): Namespaced | undefined {
  for (const { symbol, owner, namespace } of kernel.symvers) {
    if (owner === "vmlinux" && namespace !== "" && !namespace.startsWith("module:"))
      return { symbol, namespace };
  }
  return undefined;
}

/** The compiler that the headers ask for, or what is here instead. @throws if there is none. */
export async function toolchainOf(kernel: KernelTree): Promise<Toolchain> {
  const variables = readFileSync(join(kernel.headers, ".kernelvariables"), "utf8");
  const path = (process.env["PATH"] ?? "").split(delimiter);
  const { architecture } = kernel;
  const machine = machineOfDebian(architecture) ?? { triplet: architecture, node: architecture };
  const found = await findToolchain(machine, askedByVariables(variables), {
    path,
    architecture: process.arch,
  });
  if ("missing" in found) throw new Error(`needed to build the seeds: ${found.missing.join(", ")}`);
  return found;
}

/** What makes make give options to the compiler that it learnt after GCC 12 and binutils 2.40. */
const newerThanHere = [
  "CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT",
  // Parts of -march, arch/riscv/Makefile
  "CONFIG_TOOLCHAIN_HAS_ZACAS",
  "CONFIG_TOOLCHAIN_HAS_ZABHA",
];

/**
 * The headers name compiler and prefix for the machine that they were made on, or (5.10) want variables of
 * dpkg-architecture. Empty symbols keep a compiler or a `pahole` that is older than the kernel's from being given
 * options that it does not know; they are make's, and leave `autoconf.h`, and so `struct module`, as they are.
 */
export function makeArguments(kernel: KernelTree, tools: Toolchain, directory: string): string[] {
  return [
    "-s",
    "-C",
    kernel.headers,
    `M=${directory}`,
    ...toolVariables(tools),
    "KBUILD_MODPOST_WARN=1",
    // An older compiler than the headers' warns of attributes that it does not know.
    "KCFLAGS=-w",
    ...(tools.instead === undefined ? [] : newerThanHere.map((name) => `${name}=`)),
    ...(paholeSuffices(kernel) ? [] : ["CONFIG_DEBUG_INFO_BTF_MODULES="]),
    "modules",
  ];
}

function paholeSuffices(kernel: KernelTree): boolean {
  const wanted = Number(kernel.config.get("CONFIG_PAHOLE_VERSION") ?? 0);
  try {
    return Number(execFileSync("pahole", ["--numeric_version"], { encoding: "utf8" })) >= wanted;
  } catch {
    return false;
  }
}

/** Two built-in modules that have parameters (and so a directory in `/sys/module`), and two that have none. */
function namesOfBuiltins(kernel: KernelTree): string[] {
  const withParameters = new Set<string>();
  for (const entry of readModuleList(kernel, "modules.builtin.modinfo").split("\0")) {
    const name = /^([^.=]+)\.(?:parm|version)=/.exec(entry)?.[1];
    if (name !== undefined) withParameters.add(name);
  }
  const names = readModuleList(kernel, "modules.builtin")
    .split("\n")
    .filter((line) => line.endsWith(".ko"))
    .map((line) => basename(line, ".ko").replaceAll("-", "_"));
  const [some, none] = [
    names.filter((name) => withParameters.has(name)),
    names.filter((name) => !withParameters.has(name)),
  ];
  return [some.at(0), some.at(-1), none.at(0), none.at(-1)].filter((name) => name !== undefined);
}
