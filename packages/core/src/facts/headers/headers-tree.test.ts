import { expect, test } from "vitest";
import { elf } from "../../../test/build/elf-writer.ts";
import { memoryTree } from "../../../test/build/memory-tree.ts";
import { configOf, configValue } from "../../model/config.ts";
import { readConfigurations } from "./configurations.ts";
import { byVersion, readHostTools } from "./host-tools.ts";
import { readCompleteness } from "./missing-files.ts";
import { readOptionUses } from "./option-uses.ts";
import type { HeadersTrees } from "./trees.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

const trees = (output: Files, source: Files = output): HeadersTrees => ({
  output: memoryTree("headers", output),
  source: memoryTree("source", source),
});

const makefile = `include $(srctree)/scripts/Kbuild.include
ifdef mixed-build
include $(srctree)/scripts/Makefile.mixed
endif
include $(srctree)/scripts/Makefile.compiler
include-y := scripts/Makefile.extrawarn
include-$(CONFIG_KASAN) += scripts/Makefile.kasan
include-$(CONFIG_KCSAN) += scripts/Makefile.kcsan
`;

const complete: Files = {
  Makefile: makefile,
  "scripts/Kbuild.include": "#\n",
  "scripts/Makefile.build": "include $(srctree)/scripts/Kbuild.include\n",
  "scripts/Makefile.lib": "#\n",
  "scripts/Makefile.modpost": "#\n",
  "scripts/Makefile.modfinal":
    "%.ko: %.o %.mod.o $(extmod_prefix).module-common.o scripts/module.lds\n# scripts/module-common.c\n$(RESOLVE_BTFIDS) -b vmlinux $@\n",
  "scripts/Makefile.compiler": "#\n",
  "scripts/Makefile.extrawarn": "#\n",
  "scripts/Makefile.kasan": "#\n",
  "scripts/Makefile.gcc-plugins":
    "gcc-plugin-$(CONFIG_GCC_PLUGIN_LATENT_ENTROPY)\t+= latent_entropy_plugin.so\ngcc-plugin-$(CONFIG_GCC_PLUGIN_STACKLEAK)\t+= stackleak_plugin.so\n",
  "scripts/basic/fixdep": "#!/bin/sh\n",
  "scripts/mod/modpost": "#!/bin/sh\n",
  "scripts/module.lds": "SECTIONS {}\n",
  "scripts/module-common.c": "//\n",
  "arch/x86/Makefile": "#\n",
  "include/linux/module.h": "//\n",
  "include/linux/page-flags.h": "#ifndef X\n#include <generated/bounds.h>\n#endif\n",
  "include/linux/vermagic.h":
    "#include <generated/utsrelease.h>\n#ifdef RANDSTRUCT\n#include <generated/randstruct_hash.h>\n#endif\n",
  "include/config/auto.conf": "CONFIG_KASAN=y\n",
  "include/generated/autoconf.h": "#define CONFIG_KASAN 1\n",
  "include/generated/bounds.h": "//\n",
  "include/generated/utsrelease.h": "//\n",
  "Module.symvers": "0x1\tx\tvmlinux\tEXPORT_SYMBOL\t\n",
  "tools/objtool/objtool": "#!/bin/sh\n",
};

const config = configOf("CONFIG_KASAN=y\nCONFIG_OBJTOOL=y\n");
const without = (...names: string[]): Files =>
  Object.fromEntries(Object.entries(complete).filter(([name]) => !names.includes(name)));
const missingOf = async (files: Files, settings = config): Promise<unknown> =>
  (await readCompleteness(trees(files), settings, "x86")).missing;

test("nothing is missing from complete headers, and files of options that are off are not asked for", async () => {
  expect(await missingOf(complete)).toEqual([]);
});

test.each([
  ["scripts/mod/modpost", { tree: "output", use: "tool" }],
  ["scripts/Makefile.modpost", { tree: "source", use: "rules" }],
  ["scripts/Makefile.compiler", { tree: "source", use: "rules" }],
  ["scripts/Makefile.kasan", { tree: "source", use: "rules", option: "CONFIG_KASAN" }],
  ["tools/objtool/objtool", { tree: "output", use: "tool", option: "CONFIG_OBJTOOL" }],
  ["include/generated/bounds.h", { tree: "output", use: "header" }],
  ["scripts/module.lds", { tree: "output", use: "link" }],
  ["scripts/module-common.c", { tree: "source", use: "link" }],
  ["arch/x86/Makefile", { tree: "source", use: "rules" }],
  ["Module.symvers", { tree: "output", use: "exports" }],
])("%s", async (path, wanted) => {
  expect(await missingOf(without(path))).toEqual([{ paths: [path], ...wanted }]);
  expect(await missingOf({ ...complete, [path]: "" })).toEqual([{ paths: [path], ...wanted }]);
});

test("Debian's linker script of the architecture serves as well", async () => {
  const files = {
    ...without("scripts/module.lds"),
    "scripts/Makefile.modfinal": "$(wildcard scripts/module.lds arch/$(SRCARCH)/module.lds)\n",
    "arch/x86/module.lds": "SECTIONS {}\n",
  };
  expect(await missingOf(files)).toEqual([]);
});

test("plugins of options that are on, and what makes types where there is a vmlinux", async () => {
  const settings = configOf(
    "CONFIG_GCC_PLUGINS=y\nCONFIG_GCC_PLUGIN_STACKLEAK=y\nCONFIG_DEBUG_INFO_BTF_MODULES=y\n",
  );
  const plugin = {
    paths: ["scripts/gcc-plugins/stackleak_plugin.so"],
    tree: "output",
    use: "plugin",
    option: "CONFIG_GCC_PLUGIN_STACKLEAK",
  };
  expect(await missingOf(complete, settings)).toEqual([plugin]);
  expect(await missingOf({ ...complete, vmlinux: "\x7fELF" }, settings)).toEqual([
    plugin,
    {
      paths: ["tools/bpf/resolve_btfids/resolve_btfids"],
      tree: "output",
      use: "tool",
      option: "CONFIG_DEBUG_INFO_BTF_MODULES",
    },
  ]);
});

test("rules that include each other come to an end", async () => {
  const round = {
    ...complete,
    "scripts/Makefile.compiler": "include $(srctree)/scripts/Makefile.compiler\n",
  };
  expect(await missingOf(round)).toEqual([]);
});

test("host tools, with their machine and the library that they want", async () => {
  const names = "\0GLIBC_2.4\0GLIBC_2.38\0GLIBC_2.17\0";
  const files = {
    "scripts/basic/fixdep": elf({ machine: 183, sections: [{ name: ".dynstr", bytes: names }] }),
    "scripts/mod/modpost": "#!/bin/sh\nexec true\n",
    "tools/objtool/objtool": elf({ machine: 12 }),
  };
  expect(await readHostTools(trees(files))).toEqual([
    { path: "scripts/basic/fixdep", machine: { architecture: "arm64", name: "arm64" }, library: "2.38" },
    { path: "scripts/mod/modpost" },
    { path: "tools/objtool/objtool", machine: { name: "EM_12" } },
  ]);
});

test("versions are compared by their numbers", () => {
  expect(["2.38", "2.4", "2.17", "3.0"].toSorted(byVersion)).toEqual(["2.4", "2.17", "2.38", "3.0"]);
});

const dotConfig = `# Linux/arm64 6.12.95 Kernel Configuration
CONFIG_SMP=y
CONFIG_MII=m
CONFIG_NR_CPUS=1
CONFIG_BASE=0x40
CONFIG_NAME="a \\"b\\""
# CONFIG_KASAN is not set
`;
const autoConf = `CONFIG_SMP=y\nCONFIG_MII=m\nCONFIG_NR_CPUS=1\nCONFIG_BASE=0x40\nCONFIG_NAME=a "b"\n`;
const autoconf = `#define CONFIG_SMP 1\n#define CONFIG_MII_MODULE 1\n#define CONFIG_NR_CPUS 1\n#define CONFIG_BASE 0x40\n#define CONFIG_NAME "a \\"b\\""\n`;
const files = {
  ".config": dotConfig,
  "include/config/auto.conf": autoConf,
  "include/generated/autoconf.h": autoconf,
};

test("three files that say the same, each in its own way", async () => {
  const read = await readConfigurations(trees(files));
  expect(read).toMatchObject({
    damaged: [],
    contradictions: [],
    file: "include/config/auto.conf",
    arch: "arm64",
  });
  expect(read.found).toHaveLength(3);
  expect(read.config && configValue(read.config, "CONFIG_NAME")).toBe('a "b"');
});

test("what C sees counts where it contradicts make", async () => {
  const changed = autoconf
    .replace("CONFIG_SMP 1", "CONFIG_SMP_OTHER 1")
    .replace("CONFIG_MII_MODULE 1", "CONFIG_MII 1")
    .replace("CONFIG_NR_CPUS 1", "CONFIG_NR_CPUS 8");
  const read = await readConfigurations(trees({ ...files, "include/generated/autoconf.h": changed }));
  expect(read.contradictions).toEqual([
    { symbol: "CONFIG_SMP", config: "y", forMake: "y" },
    { symbol: "CONFIG_MII", config: "m", forMake: "m", forCompiler: "y" },
    { symbol: "CONFIG_NR_CPUS", config: "1", forMake: "1", forCompiler: "8" },
    { symbol: "CONFIG_SMP_OTHER", forCompiler: "y" },
  ]);
  const value = (symbol: string): string | undefined => read.config && configValue(read.config, symbol);
  expect(["SMP", "SMP_OTHER", "MII", "NR_CPUS"].map((name) => value(`CONFIG_${name}`))).toEqual([
    undefined,
    "y",
    "y",
    "8",
  ]);
});

test("a .config that was edited since is told, and not what modules are built with", async () => {
  const read = await readConfigurations(trees({ ...files, ".config": dotConfig.replace("=1\n", "=4\n") }));
  expect(read.contradictions).toEqual([
    { symbol: "CONFIG_NR_CPUS", config: "4", forMake: "1", forCompiler: "1" },
  ]);
  expect(read.config && configValue(read.config, "CONFIG_NR_CPUS")).toBe("1");
});

test("damage in one does not hide the others; without any there is nothing", async () => {
  const read = await readConfigurations(trees({ ...files, "include/config/auto.conf": "\0" }));
  expect(read).toMatchObject({ found: [".config", "include/generated/autoconf.h"], file: ".config" });
  expect(read.damaged).toHaveLength(1);
  expect(read.contradictions).toEqual([]);
  expect(await readConfigurations(trees({}))).toEqual({ found: [], damaged: [], contradictions: [] });
});

test("where options are asked for: not in comments, not in what is generated", async () => {
  const files = {
    Makefile: "# CONFIG_COMMENT\nifdef CONFIG_FLAGS\nKBUILD_CFLAGS += $(CONFIG_FLAGS)\nendif\n",
    "scripts/Makefile.modinst": "ifdef CONFIG_COMMENT\n",
    "arch/x86/Makefile": "ifeq ($(CONFIG_X86_32),y)\n",
    "arch/x86/include/asm/a.h": "#if IS_ENABLED(CONFIG_ARCH_THING)\n",
    "arch/arm/include/asm/a.h": "#ifdef CONFIG_COMMENT\n",
    "include/linux/a.h":
      "/*\n * CONFIG_COMMENT does it\n */\n#ifdef CONFIG_GUARD /* CONFIG_COMMENT */\n#endif /* CONFIG_COMMENT */\nint a[CONFIG_NR];\n#ifdef CONFIG_TRI_MODULE\n",
    "include/generated/autoconf.h": "#define CONFIG_COMMENT 1\n",
    "include/linux/b.h": "#ifdef CONFIG_GUARDED\n",
  };
  const options = ["COMMENT", "FLAGS", "X86_32", "ARCH_THING", "GUARD", "NR", "TRI"].map(
    (name) => `CONFIG_${name}`,
  );
  expect(Object.fromEntries(await readOptionUses(trees(files), options, "x86"))).toEqual({
    CONFIG_FLAGS: { kind: "rules", path: "Makefile", line: 2 },
    CONFIG_X86_32: { kind: "rules", path: "arch/x86/Makefile", line: 1 },
    CONFIG_ARCH_THING: { kind: "header", path: "arch/x86/include/asm/a.h", line: 1 },
    CONFIG_GUARD: { kind: "header", path: "include/linux/a.h", line: 4 },
    CONFIG_NR: { kind: "header", path: "include/linux/a.h", line: 6 },
    CONFIG_TRI: { kind: "header", path: "include/linux/a.h", line: 7 },
  });
});
