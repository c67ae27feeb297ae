import { expect, test } from "vitest";
import { kconfigRules, kconfigUser } from "../../test/build/kconfig.ts";
import { solveProbes } from "./solve-probes.ts";

async function solved(text: string, config: string): Promise<Record<string, string | undefined>> {
  const rules = await kconfigRules(text);
  const user = kconfigUser(rules, config);
  const probes = solveProbes({ rules, user, tellsUnset: true, choiceRule: "priority" });
  return Object.fromEntries(rules.probes.map(({ text: command }, index) => [command, probes.get(index)]));
}

const success = (command: string): string => `$(shell,{ ${command}; } && echo "y" || echo "n")`;
const asked = (command: string): string => `{ ${command}; } && echo "y" || echo "n"`;

test("a symbol that is nothing but a probe tells it", async () => {
  const text = `config CC_HAS_A\n\tdef_bool ${success("cc -a")}\nconfig CC_HAS_B\n\tdef_bool ${success("cc -b")}\nconfig V\n\tint\n\tdefault $(shell,version $(PAHOLE))\n`;
  expect(await solved(text, "CONFIG_CC_HAS_A=y\nCONFIG_V=124\n")).toEqual({
    [asked("cc -a")]: "y",
    [asked("cc -b")]: "n",
    PAHOLE: undefined,
    "version $(PAHOLE)": "124",
  });
});

test("a condition tells it by what was asked", async () => {
  const text = `config A\n\tbool "a"\n\tdepends on ${success("cc -a")}\n`;
  expect(await solved(text, "CONFIG_A=y\n")).toEqual({ [asked("cc -a")]: "y" });
  expect(await solved(text, "# CONFIG_A is not set\n")).toEqual({ [asked("cc -a")]: "y" });
  expect(await solved(text, "")).toEqual({ [asked("cc -a")]: "n" });
});

test("what another rule decides tells nothing", async () => {
  const text = `config A\n\tdef_bool y if ${success("cc -a")}\n\tdepends on NEVER\nconfig B\n\tbool\n\tdefault ${success("cc -b")} || S\nconfig S\n\tdef_bool y\nconfig V\n\tint "v"\n\tdefault $(shell,version)\n`;
  expect(await solved(text, "CONFIG_B=y\nCONFIG_S=y\nCONFIG_V=3\n")).toEqual({
    [asked("cc -a")]: undefined,
    [asked("cc -b")]: undefined,
    version: undefined,
  });
});

test("of two probes in one condition the configuration may tell neither", async () => {
  const text = `config A\n\tbool "a"\n\tdepends on ${success("cc -a")} && ${success("cc -b")}\n`;
  expect(await solved(text, "")).toEqual({ [asked("cc -a")]: undefined, [asked("cc -b")]: undefined });
});

test("a variable that is compared with a constant, and one inside a text", async () => {
  const text =
    'config A\n\tbool\n\tdefault y if "$(CROSS)" != ""\nconfig T\n\tstring\n\tdefault "<$(VERSION)>"\n';
  expect(await solved(text, 'CONFIG_T="<12>"\n')).toEqual({ CROSS: "", VERSION: "12" });
});
