// Objects that a real compiler makes of a real kernel's headers, with single options of their configuration flipped.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type KernelTree, kernelTree } from "../../../matrix/test/build/kernel-tree.ts";
import { directoryTree } from "../../node/directory-tree.ts";
import { type Headers, openTree } from "../../src/facts/headers/headers.ts";
import { bytesSource } from "../../src/io/byte-source.ts";
import { openHeaders } from "../../src/sources/common/headers.ts";
import type { HeadersTree } from "../../src/sources/define-source.ts";

/** Options of `struct module` that no kernel of the architecture can have: they are of other directories below arch/. */
export const elsewhere: Readonly<Record<string, readonly string[]>> = {
  amd64: ["CONFIG_ARCH_WANTS_MODULES_DATA_IN_VMALLOC"],
  armhf: [
    "CONFIG_ARCH_WANTS_MODULES_DATA_IN_VMALLOC",
    "CONFIG_MITIGATION_ITS",
    "CONFIG_HAVE_STATIC_CALL_INLINE",
    "CONFIG_ARCH_USES_CFI_TRAPS",
  ],
  riscv64: [
    "CONFIG_ARCH_WANTS_MODULES_DATA_IN_VMALLOC",
    "CONFIG_MITIGATION_ITS",
    "CONFIG_HAVE_STATIC_CALL_INLINE",
  ],
  arm64: [
    "CONFIG_ARCH_WANTS_MODULES_DATA_IN_VMALLOC",
    "CONFIG_MITIGATION_ITS",
    "CONFIG_HAVE_STATIC_CALL_INLINE",
    "CONFIG_ARCH_USES_CFI_TRAPS",
  ],
};

const run = promisify(execFile);
const AUTOCONF = "include/generated/autoconf.h";

/** What a compiler is told for the kernel of an architecture, as far as declarations depend on it: arch/<arch>/Makefile. */
const compilers: Readonly<Record<string, { readonly arch: string; readonly command: readonly string[] }>> = {
  amd64: {
    arch: "x86",
    command: ["x86_64-linux-gnu-gcc", "-m64", "-mcmodel=kernel", "-mno-red-zone", "-mno-sse"],
  },
  arm64: {
    arch: "arm64",
    command: ["aarch64-linux-gnu-gcc", "-mgeneral-regs-only", "-DKASAN_SHADOW_SCALE_SHIFT="],
  },
  riscv64: {
    arch: "riscv",
    command: ["riscv64-linux-gnu-gcc", "-mabi=lp64", "-march=rv64imac_zicsr_zifencei", "-mcmodel=medany"],
  },
  armhf: {
    arch: "arm",
    command: [
      "arm-linux-gnueabihf-gcc",
      "-marm",
      "-march=armv7-a",
      "-mfloat-abi=soft",
      "-D__LINUX_ARM_ARCH__=7",
      "-Uarm",
    ],
  },
};

const COMMON =
  "-nostdinc -std=gnu11 -O2 -w -fshort-wchar -fno-PIE -fno-strict-aliasing -fms-extensions -D__KERNEL__ -DMODULE".split(
    " ",
  );

/** A kernel of the archive with its headers, and a compiler for it. */
export interface Probed {
  readonly kernel: KernelTree;
  readonly headersTree: HeadersTree;
  /** The headers as they come. */
  readonly headers: Headers;
  /** Text of its autoconf.h. */
  readonly autoconf: string;
  readonly scratch: string;
  /** What is compiled before all else, as kbuild does. */
  readonly command: readonly string[];
}

export async function probed(spec: string): Promise<Probed> {
  const kernel = await kernelTree(spec);
  const opened = await openHeaders(directoryTree(kernel.headers, { links: "system" }), "");
  const headers = opened.headersTree && (await openTree(opened.headersTree));
  if (!opened.headersTree || !headers) throw new Error(`${kernel.headers} are no headers`);
  const known = compilers[kernel.architecture];
  if (!known) throw new Error(`no compiler for ${kernel.architecture}`);
  const [program = "", ...options] = known.command;
  const builtin = await run(program, ["-print-file-name=include"]);
  const common =
    /^include (\S+)\/Makefile$/m.exec(readFileSync(join(kernel.headers, "Makefile"), "utf8"))?.[1] ??
    kernel.headers;
  const places = [`arch/${known.arch}/include`, "include"].flatMap((path) => [
    path,
    `${path}/generated`,
    `${path}/uapi`,
    `${path}/generated/uapi`,
  ]);
  const include = places
    .flatMap((path) => [common, kernel.headers].map((root) => join(root, path)))
    .filter((path) => existsSync(path));
  const first = ["compiler-version.h", "kconfig.h", "compiler_types.h"].map((name) =>
    join(common, "include/linux", name),
  );
  return {
    kernel,
    headersTree: opened.headersTree,
    headers,
    autoconf: readFileSync(join(kernel.headers, AUTOCONF), "utf8"),
    scratch: mkdtempSync(join(tmpdir(), "kofit-probe-")),
    command: [program, ...options, ...COMMON].concat(
      include.map((path) => `-I${path}`),
      ["-isystem", builtin.stdout.trim()],
      first.filter((path) => existsSync(path)).flatMap((path) => ["-include", path]),
    ),
  };
}

export const forget = ({ scratch }: Probed): void => rmSync(scratch, { recursive: true, force: true });

/** autoconf.h with `option` set where it was not, and the other way round. */
export function flipped(autoconf: string, option: string): string {
  const line = new RegExp(`^#define ${option}(?:_MODULE)? .*\\n`, "m");
  return line.test(autoconf) ? autoconf.replace(line, "") : `${autoconf}#define ${option} 1\n`;
}

/** The same headers with another autoconf.h. */
export async function headersWith({ headersTree }: Probed, autoconf: string): Promise<Headers> {
  const headers = await openTree({
    name: headersTree.name,
    open: async (path) =>
      path === AUTOCONF ? bytesSource(path, new TextEncoder().encode(autoconf)) : headersTree.open(path),
  });
  if (!headers) throw new Error("unreachable: there is an autoconf.h");
  return headers;
}

/** A module as modpost completes it: `struct module` under the options of its headers. */
export const MODULE = `
#include <linux/module.h>
#define INCLUDE_VERMAGIC
#include <linux/vermagic.h>
int init_module(void) { return 0; }
void cleanup_module(void) { }
__visible struct module __this_module __section(".gnu.linkonce.this_module") = {
	.name = "probe",
	.init = init_module,
#ifdef CONFIG_MODULE_UNLOAD
	.exit = cleanup_module,
#endif
	.arch = MODULE_ARCH_INIT,
};
static const char info[] __used __section(".modinfo") = "name=probe\\0license=GPL\\0vermagic=" VERMAGIC_STRING;
`;

/** The object that the compiler makes of `source`; `undefined` when it does not compile under this configuration. */
export async function compiled(
  { scratch, command }: Probed,
  name: string,
  source: string,
  autoconf: string,
  options: readonly string[] = ["-g", "-fno-eliminate-unused-debug-types"],
): Promise<string | undefined> {
  const directory = join(scratch, name);
  mkdirSync(join(directory, "generated"), { recursive: true });
  writeFileSync(join(directory, "generated/autoconf.h"), autoconf);
  const file = join(directory, "probe.c");
  writeFileSync(file, source);
  const object = join(directory, "probe.ko");
  const [program = "", ...rest] = command;
  try {
    await run(program, [
      `-I${directory}`,
      ...rest,
      ...options,
      '-DKBUILD_MODNAME="probe"',
      "-c",
      "-o",
      object,
      file,
    ]);
  } catch {
    return undefined;
  }
  return object;
}

/** What `work` makes of each, two at a time. */
export async function eachOf<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const found: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < list.length; at = next++) {
      const one = list[at];
      if (one !== undefined) found[at] = await work(one);
    }
  };
  await Promise.all([lane(), lane()]);
  return found;
}
