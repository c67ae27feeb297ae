// Modules that kbuild makes with a kernel's real headers, with single options of their configuration flipped.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runMake } from "../../../build/src/run/run-make.ts";
import { type KernelTree, kernelTree } from "../../../matrix/test/build/kernel-tree.ts";
import { makeArguments, toolchainOf } from "../../../matrix/test/build/seeds.ts";
import { configurationFiles } from "../../src/facts/headers/configuration-files.ts";
import { flipped } from "./flipped-probe.ts";

/** Headers of a kernel of the archive, in a copy whose configuration is changed for each module that is built. */
export interface FlippedHeaders {
  readonly kernel: KernelTree;
  /** The options that C sees, as the package has them. */
  readonly autoconf: string;
  /**
   * A module that `make M=` builds where `option` is set otherwise (`""`: none is); its path, and `undefined` when it does not
   * build so.
   */
  build(option: string): Promise<string | undefined>;
  /** Takes the debugging information out of a module that was built, as `make INSTALL_MOD_STRIP=1 modules_install` does. */
  strip(module: string): void;
  /** Removes all that was made. */
  remove(): void;
}

const SOURCE = `#include <linux/module.h>
static int __init probe_init(void) { return 0; }
static void __exit probe_exit(void) { }
module_init(probe_init);
module_exit(probe_exit);
MODULE_LICENSE("GPL");
`;

/** `include/config/auto.conf` with `option` set where it was not, and the other way round. */
function flippedForMake(conf: string, option: string): string {
  const line = new RegExp(`^${option}=.*\\n`, "m");
  return line.test(conf) ? conf.replace(line, "") : `${conf}${option}=y\n`;
}

export async function flippedHeaders(spec: string): Promise<FlippedHeaders> {
  const kernel = await kernelTree(spec);
  const tools = await toolchainOf(kernel);
  // Links of the headers are relative to where they are.
  const headers = mkdtempSync(join(kernel.headers, "..", "flipped-"));
  cpSync(kernel.headers, headers, { recursive: true, verbatimSymlinks: true });
  const makefile = join(headers, "Makefile");
  writeFileSync(
    makefile,
    readFileSync(makefile, "utf8").replace(/^KBUILD_OUTPUT=.*$/m, () => `KBUILD_OUTPUT=${headers}`),
  );
  const modules = mkdtempSync(join(kernel.directory, "flipped-"));
  const read = (path: string): string => readFileSync(join(kernel.headers, path), "utf8");
  const { forMake, forCompiler } = configurationFiles;
  const [conf, autoconf] = [read(forMake), read(forCompiler)];
  return {
    kernel,
    autoconf,
    async build(option) {
      writeFileSync(join(headers, forCompiler), option === "" ? autoconf : flipped(autoconf, option));
      writeFileSync(join(headers, forMake), option === "" ? conf : flippedForMake(conf, option));
      const directory = join(modules, option === "" ? "none" : option);
      mkdirSync(directory);
      writeFileSync(join(directory, "probe.c"), SOURCE);
      writeFileSync(join(directory, "Kbuild"), "obj-m := probe.o\n");
      const made = await runMake(
        makeArguments({ ...kernel, headers }, tools, directory),
        AbortSignal.timeout(300_000),
      );
      if (option === "" && !made.ok) throw new Error(`${spec}: the headers do not build:\n${made.output}`);
      return made.ok ? join(directory, "probe.ko") : undefined;
    },
    strip: (module) => {
      execFileSync(tools.compiler.replace(/gcc(?:-\d+)?$/, "strip"), ["--strip-debug", module]);
    },
    remove: () => {
      for (const directory of [headers, modules]) rmSync(directory, { recursive: true, force: true });
    },
  };
}
