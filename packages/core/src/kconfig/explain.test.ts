import { expect, test } from "vitest";
import { memoryTree } from "../../test/build/memory-tree.ts";
import { kconfigWorld } from "../facts/kconfig/kconfig-world.ts";
import { readKernelRules } from "../facts/kconfig/read-rules.ts";
import { configOf } from "../model/config.ts";
import { explain } from "./explain.ts";
import { spell } from "./spelling.ts";

/** The links of an explanation: symbol, value, reason, and what is behind it. */
async function why(symbol: string, kconfig: string, config: string): Promise<readonly string[]> {
  const rules = await readKernelRules(memoryTree("linux", { Kconfig: kconfig }), "arm64");
  if (!rules) throw new Error("there is no Kconfig");
  const world = kconfigWorld(rules, configOf(config));
  return explain(symbol, world).map((link) => {
    if (link.kind === "probe") return `${world.rules.probes[link.probe]?.text} -> ${link.answer}`;
    const { name, value, reason, cause } = link;
    const by = "by" in reason ? ` ${reason.by}` : "";
    const needs = cause ? ` ${spell(cause.expression, world.rules)}` : "";
    return `${name}=${value} ${reason.kind}${by}${needs}`;
  });
}

const bool = (name: string, ...lines: readonly string[]): string =>
  `config ${name}\n${lines.map((line) => `\t${line}\n`).join("")}`;
const MODULES = bool("MODULES", 'bool "modules"', "modules");

const cc = (flag: string): string => `$(shell,{ cc ${flag}; } && echo "y" || echo "n")`;

test("a condition that is not met leads to what it names, and on to the program", async () => {
  const text =
    bool("A", 'bool "a"', "depends on B && V >= 116") +
    bool("B", 'bool "b"', "default y") +
    bool("V", "int", "default $(shell,version)");
  expect(await why("A", text, "CONFIG_B=y\nCONFIG_V=0\n")).toEqual([
    "A=n dependency V >= 116",
    "V=0 default $(shell,version)",
    "version -> 0",
  ]);
});

test("of several conditions that are not met, that with a program behind it is followed", async () => {
  const text =
    bool("A", 'bool "a"', "depends on B && C") +
    bool("B", 'bool "b"') +
    bool("C", "def_bool D") +
    bool("D", `def_bool ${cc("-d")}`);
  const chain = await why("A", text, "# CONFIG_B is not set\n");
  expect(chain).toEqual([
    "A=n dependency C",
    "C=n default D",
    `D=n default ${cc("-d")}`,
    '{ cc -d; } && echo "y" || echo "n" -> n',
  ]);
});

test("who selects a symbol as `m` does not make it `y`", async () => {
  const text =
    MODULES +
    bool("A", "tristate") +
    bool("B", 'tristate "b"', "select A") +
    bool("C", 'bool "c"', "select A if D") +
    bool("D", 'bool "d"');
  const config = "CONFIG_MODULES=y\nCONFIG_A=y\nCONFIG_B=m\nCONFIG_C=y\nCONFIG_D=y\n";
  expect(await why("A", text, config)).toEqual(["A=y selected C", "C=y asked"]);
  const without = config.replace("CONFIG_D=y", "# CONFIG_D is not set").replace("CONFIG_A=y", "CONFIG_A=m");
  expect(await why("A", text, without)).toEqual(["A=m selected B", "B=m asked"]);
});

test("a symbol that is asked for and selected for less says so where it is asked", async () => {
  const text = MODULES + bool("A", 'tristate "a"') + bool("B", 'tristate "b"', "select A");
  expect(await why("A", text, "CONFIG_MODULES=y\nCONFIG_A=y\nCONFIG_B=m\n")).toEqual(["A=y asked"]);
});

test("what a symbol depends on as a module makes it one", async () => {
  const text = MODULES + bool("A", 'tristate "a"', "depends on B") + bool("B", 'tristate "b"');
  expect(await why("A", text, "CONFIG_MODULES=y\nCONFIG_A=y\nCONFIG_B=m\n")).toEqual([
    "A=m dependency B",
    "B=m asked",
  ]);
});

test("the first default whose condition is met counts, and its condition leads on", async () => {
  const text =
    bool("N", "int", "default 3 if A", "default 5 if B", "default 7") +
    bool("A", 'bool "a"') +
    bool("B", 'bool "b"');
  expect(await why("N", text, "CONFIG_N=5\n# CONFIG_A is not set\nCONFIG_B=y\n")).toEqual([
    "N=5 default B",
    "B=y asked",
  ]);
});

test("a number in a condition is no symbol", async () => {
  const text = bool("A", "bool", "default y if N > 0x10") + bool("N", 'hex "n"');
  expect(await why("A", text, "CONFIG_N=0x8\n")).toEqual(["A=n default-unmet N > 0x10", "N=0x8 asked"]);
});

test("a name that no file defines ends the chain, and has no value", async () => {
  const text = bool("A", 'bool "a"', "depends on PPC");
  expect(await why("A", text, "")).toEqual(["A=n dependency PPC", "PPC=undefined undefined"]);
});

test("imply, choices, and what nothing sets", async () => {
  const text = `${bool("A", "bool", "imply B") + bool("B", 'bool "b"')}choice\n\tprompt "c"\n${bool("C", 'bool "c"')}${bool("D", 'bool "d"')}endchoice\n${bool("E", "bool")}`;
  expect(await why("C", text, "CONFIG_D=y\n")).toEqual(["C=n choice"]);
  expect(await why("D", text, "CONFIG_D=y\n")).toEqual(["D=y asked"]);
  expect(await why("E", text, "")).toEqual(["E=n nothing-sets-it"]);
});

test("what the configuration does not tell of a program is not known", async () => {
  const text = bool("A", 'bool "a"', `depends on ${cc("-a")} && ${cc("-b")}`);
  const chain = await why("A", text, "");
  expect(chain.at(0)).toMatch(/^A=n unknown /);
  expect(chain.at(-1)).toMatch(/ -> undefined$/);
});

test("a circle ends", async () => {
  const text = bool("A", "def_bool B") + bool("B", "def_bool A");
  expect(await why("A", text, "")).not.toEqual([]);
});

test("many ways to one end take time in proportion to the rules", async () => {
  const depth = 200;
  const text = Array.from(
    { length: depth },
    (_, i) =>
      bool(`S${i}`, `def_bool S${i + 1} || T${i + 1}`) + bool(`T${i}`, `def_bool S${i + 1} && T${i + 1}`),
  ).join("");
  expect((await why("S0", text, "")).length).toBeGreaterThan(1);
});
