import { expect, test } from "vitest";
import { memoryTree } from "../../test/build/memory-tree.ts";
import { kconfigWorld } from "../facts/kconfig/kconfig-world.ts";
import { type KernelRules, readKernelRules } from "../facts/kconfig/read-rules.ts";
import { configOf } from "../model/config.ts";
import { mayBeElsewhere } from "./elsewhere.ts";
import { textOf } from "./value.ts";

const WHOLE = `config A\n\tbool "a"\n\tdepends on B\nconfig C\n\tbool\nconfig N\n\tbool\n\tdefault y if V = 7\n`;

async function rulesOf(kconfig: string): Promise<KernelRules> {
  const rules = await readKernelRules(memoryTree("linux", { Kconfig: kconfig }), "arm64");
  if (!rules) throw new Error("there is no Kconfig");
  return rules;
}

async function values(kconfig: string, config: string): Promise<Record<string, string | undefined>> {
  const world = kconfigWorld(await rulesOf(kconfig), configOf(config));
  return Object.fromEntries(
    [...world.rules.symbols.keys()].map((name) => [name, textOf(world.valueOf(name))]),
  );
}

const CONFIG = "CONFIG_A=y\nCONFIG_B=y\nCONFIG_C=y\nCONFIG_V=7\nCONFIG_N=y\n";

test("rules that are whole know nothing of other symbols, as Kconfig does not", async () => {
  expect(mayBeElsewhere((await rulesOf(WHOLE)).rules)).toBe(false);
  expect(await values(WHOLE, CONFIG)).toEqual({ A: "n", C: "n", N: "n" });
});

test("where a file is missing, what the configuration has is taken as it is", async () => {
  const half = `source "drivers/Kconfig"\n${WHOLE}`;
  expect(mayBeElsewhere((await rulesOf(half)).rules)).toBe(true);
  expect(await values(half, CONFIG)).toEqual({ A: "y", B: "y", C: "y", N: "y", V: "7" });
});

test("what the rules that are there decide is computed", async () => {
  const half = `source "drivers/Kconfig"\n${WHOLE}config E\n\tdef_bool A\n`;
  const world = kconfigWorld(await rulesOf(half), configOf(`${CONFIG}CONFIG_E=y\n`));
  expect(["A", "C", "E"].map((name) => world.isObserved(name))).toEqual([false, true, false]);
});

test("values of every type, as their lines look", async () => {
  const half = 'source "drivers/Kconfig"\nconfig A\n\tbool\n';
  expect(await values(half, 'CONFIG_S="a\\"b"\nCONFIG_H=0x1F\nCONFIG_I=-3\n# CONFIG_U is not set\n')).toEqual(
    {
      A: "n",
      S: 'a"b',
      H: "0x1F",
      I: "-3",
      U: "n",
    },
  );
});
