import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { sourceTreeOf } from "../../../build/src/headers/source-tree.ts";

/** What `make bindeb-pkg` on another machine would have put into headers. */
export interface HostToolSources {
  /** Headers whose `scripts` is a directory of their own. */
  readonly headers: string;
  /** The same headers as they are: their programs run here. */
  readonly working: string;
  /** The kernel's source. */
  readonly source: string;
  /** The compiler of the machine that the programs are for. */
  readonly foreign: string;
  /** For make. */
  readonly variables: readonly string[];
}

/**
 * Makes of Debian's headers some as the kernel's own packaging makes them (scripts/package/install-extmod-build): with the
 * sources of scripts/basic and scripts/mod, what is generated for these, and the programs; but those of another machine.
 */
export async function addHostToolSources(given: HostToolSources): Promise<void> {
  const { headers, source, foreign } = given;
  const include = join(headers, "include/linux");
  if (!existsSync(include)) symlinkSync(join(await sourceTreeOf(headers), "include/linux"), include);
  for (const directory of ["scripts/basic", "scripts/mod", "scripts/include"]) {
    mkdirSync(join(headers, directory), { recursive: true });
    for (const name of readdirSync(join(source, directory)).filter((one) => /\.[ch]$|^Makefile$/.test(one))) {
      cpSync(join(source, directory, name), join(headers, directory, name));
    }
  }
  const mod = join(headers, "scripts/mod");
  writeFileSync(join(mod, "elfconfig.h"), "#define KERNEL_ELFCLASS ELFCLASS64\n");
  writeFileSync(join(mod, "devicetable-offsets.h"), offsets(given));
  const compile = (program: string, sources: readonly string[]): void => {
    const place = join(headers, "scripts", program);
    const flags = ["-w", "-D_GNU_SOURCE", `-I${join(headers, "scripts/include")}`, `-I${mod}`];
    execFileSync(foreign, [...flags, "-o", place, ...sources.map((name) => join(headers, "scripts", name))]);
  };
  compile("basic/fixdep", ["basic/fixdep.c"]);
  const parts = ["modpost", "file2alias", "sumversion", "symsearch"].map((name) => `mod/${name}.c`);
  compile("mod/modpost", parts);
}

/** filechk_offsets in scripts/Makefile.lib, of what the compiler makes of scripts/mod/devicetable-offsets.c. */
function offsets({ headers, working, source, variables }: HostToolSources): string {
  const directory = join(headers, "offsets");
  mkdirSync(directory);
  cpSync(join(source, "scripts/mod/devicetable-offsets.c"), join(directory, "offsets.c"));
  writeFileSync(join(directory, "Kbuild"), "obj-m := offsets.o\n");
  execFileSync("make", ["-s", "-C", working, `M=${directory}`, ...variables, "offsets.s"], { stdio: "pipe" });
  const lines = readFileSync(join(directory, "offsets.s"), "latin1").matchAll(
    /^\s*\.ascii\s+"->(\w+) [$#]*(-?\w+) .*"/gm,
  );
  return Array.from(lines, ([, name, value]) => `#define ${name} ${value}\n`).join("");
}
