import { expect, test } from "vitest";
import { memoryTree } from "../../../test/build/memory-tree.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { explain } from "../../kconfig/explain.ts";
import { textOf } from "../../kconfig/value.ts";
import { configOf } from "../../model/config.ts";
import { configurationsOf } from "../headers/configuration-files.ts";
import { kconfigWorld } from "./kconfig-world.ts";
import { readKernelRules } from "./read-rules.ts";
import { sourceArch } from "../../formats/kconfig/source-arch.ts";

const MAKEFILE = `VERSION = 6
PATCHLEVEL = 12
SUBLEVEL = 95
PAHOLE = pahole
CC = $(CROSS_COMPILE)gcc
AWK = awk
AWK = gawk
`;

test("a kernel's version, and the programs that its Makefile names", async () => {
  const kconfig =
    'config A\n\tstring\n\tdefault "$(PAHOLE) $(CC) $(AWK) $(SRCARCH) $(ARCH) $(KERNELVERSION)"\n';
  const read = await readKernelRules(memoryTree("linux", { Makefile: MAKEFILE, Kconfig: kconfig }), "x86_64");
  expect(read?.version).toBe("6.12.95");
  // One that is put together, and one that is set twice, may be anything.
  expect(read?.rules.probes.map(({ text }) => text)).toEqual(["CC", "AWK"]);
  const [value] = read?.rules.symbols.get("A")?.definitions[0]?.defaults ?? [];
  expect(value?.value).toEqual({
    op: "value",
    operand: { kind: "template", parts: ["pahole ", 0, " ", 1, " x86 x86_64 6.12.95"] },
  });
});

async function choiceRule(symbol: string): Promise<string | undefined> {
  const tree = memoryTree("linux", { Kconfig: "", "scripts/kconfig/symbol.c": symbol });
  return (await readKernelRules(tree, "arm64"))?.choiceRule;
}

test("which rule for choices a kernel has is read from its own Kconfig", async () => {
  expect(await choiceRule("list_for_each_entry(sym, &choice_members, choice_link)")).toBe("priority");
  expect(await choiceRule("prop_get_symbol(prop)")).toBe("answer");
});

test("without a file Kconfig there are no rules", async () => {
  expect(await readKernelRules(memoryTree("headers", { Makefile: MAKEFILE }), "arm64")).toBeUndefined();
});

test("architectures that share a directory", () => {
  expect(["x86_64", "i386", "arm64", "riscv", "sparc64"].map((arch) => sourceArch(arch))).toEqual([
    "x86",
    "x86",
    "arm64",
    "riscv",
    "sparc",
  ]);
});

test("the configurations of a build directory, the one that Kconfig reads first", async () => {
  const tree = memoryTree("build", {
    "include/generated/autoconf.h": "#define CONFIG_A 1\n",
    ".config": "CONFIG_A=y\n",
  });
  const { configurations, damaged } = await configurationsOf(tree);
  expect(configurations.map(({ path }) => path)).toEqual([".config", "include/generated/autoconf.h"]);
  expect(damaged).toEqual([]);
  expect(await configurationsOf(memoryTree("build", {}))).toEqual({ configurations: [], damaged: [] });
});

test("a damaged configuration does not hide the others", async () => {
  const tree = memoryTree("build", {
    ".config": "CONFIG_A=y\n\0",
    "include/config/auto.conf": "CONFIG_A=y\n",
  });
  const { configurations, damaged } = await configurationsOf(tree);
  expect(configurations.map(({ path }) => path)).toEqual(["include/config/auto.conf"]);
  expect(damaged.map(({ message }) => message)).toEqual([expect.stringContaining("build/.config")]);
});

const KCONFIG = `mainmenu "Linux/$(ARCH)"
if-success = $(shell,{ $(1); } && echo "$(2)" || echo "$(3)")
config A
	bool "a"
	depends on B && (V >= 116 || !C) && $(if-success,cc,y,n)
	select D if C
config B
	def_bool A = n || C
config C
	tristate "c"
	default m if D
config D
	bool
choice
	prompt "e"
	default F
config E
	bool "e"
config F
	bool "f"
endchoice
config V
	int "v"
	range 0 200
	default $(shell,version)
`;

const GENERATED = `config A
	bool "a"
	default y
config N
	int "n"
config S
	string "s"
config T
	bool "t"
	default y
`;
const HEAD = "# Linux/arm64 6.12.95 Kernel Configuration\n";

test.each([
  [".config", `${HEAD}# CONFIG_A is not set\nCONFIG_N=1\nCONFIG_S="-x 1"\nCONFIG_T=y\n`, "n"],
  ["auto.conf, where strings are as they are", `${HEAD}CONFIG_N=1\nCONFIG_S=-x 1\nCONFIG_T=y\n`, "n"],
  ["autoconf.h, where y is 1", `${HEAD}CONFIG_N=y\nCONFIG_S="-x 1"\nCONFIG_T=y\n`, "n"],
  // It leaves out what has its default.
  ["a configuration that somebody wrote", 'CONFIG_N=1\nCONFIG_S="-x 1"\n', "y"],
])("%s", async (_, config, a) => {
  const read = await readKernelRules(memoryTree("linux", { Kconfig: GENERATED }), "arm64");
  if (!read) throw new Error("there is no Kconfig");
  const world = kconfigWorld(read, configOf(config));
  const values = ["A", "N", "S", "T"].map((name) => textOf(world.valueOf(name)));
  expect(values).toEqual([a, "1", "-x 1", "y"]);
});

test("a damaged Kconfig is explained as far as it is one", async () => {
  await survivesDamage(new TextEncoder().encode(KCONFIG), async (bytes) => {
    const read = await readKernelRules(memoryTree("linux", { Kconfig: bytes }), "arm64");
    if (!read) return;
    const world = kconfigWorld(read, configOf("CONFIG_A=y\nCONFIG_B=y\nCONFIG_V=124\nCONFIG_E=y\n"));
    for (const name of read.rules.symbols.keys()) explain(name, world);
  });
});
