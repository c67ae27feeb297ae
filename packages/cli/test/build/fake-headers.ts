import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const script = "#!/bin/sh\n";
const settings = "CONFIG_MODULES=y\n";

/** Files of headers that a preflight finds whole; what make does there is up to the test. Real ones are in the oracle tests. */
export const fakeHeaders: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["Kbuild.include", "Makefile.build", "Makefile.lib", "Makefile.modpost", "Makefile.modfinal"].map(
      (name) => [`scripts/${name}`, "#\n"],
    ),
  ),
  "scripts/basic/fixdep": script,
  "scripts/mod/modpost": script,
  "arch/x86/Makefile": "#\n",
  "include/linux/module.h": "//\n",
  ".config": `# Linux/x86 6.12.95 Kernel Configuration\n${settings}`,
  "include/config/auto.conf": settings,
  "include/generated/autoconf.h": "#define CONFIG_MODULES 1\n",
  "include/generated/utsrelease.h": '#define UTS_RELEASE "6.12.95-test"\n',
  "Module.symvers": "0x00000099\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n",
};

/** A directory for the `PATH` with compilers that say which they are. */
export function fakeCompilers(directory: string): string {
  const programs = join(directory, "bin");
  mkdirSync(programs);
  for (const name of ["gcc", "x86_64-linux-gnu-gcc"]) {
    writeFileSync(join(programs, name), "#!/bin/sh\necho 'gcc (GCC) 14.2.0'\n", { mode: 0o755 });
  }
  return programs;
}
