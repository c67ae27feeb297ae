import { describe, expect, test } from "vitest";
import { kconfigRules, kconfigUser, olddefconfig } from "../../test/build/kconfig.ts";
import { Evaluator } from "./evaluator.ts";

const MODULES = 'config MODULES\n\tbool "modules"\n\tmodules\n';

describe("values as scripts/kconfig/symbol.c computes them", () => {
  test("a prompt that is seen takes the user's value, a hidden one the default", async () => {
    const text = `${MODULES}config A\n\ttristate "a" if P\n\tdefault y\nconfig P\n\tbool "p"\n`;
    expect(await olddefconfig(text, "CONFIG_MODULES=y\nCONFIG_P=y\nCONFIG_A=m\n")).toMatchObject({ A: "m" });
    expect(await olddefconfig(text, "CONFIG_MODULES=y\n# CONFIG_P is not set\nCONFIG_A=m\n")).toMatchObject({
      A: "y",
    });
  });

  test("without modules there is no m", async () => {
    const text = `${MODULES}config A\n\ttristate "a"\nconfig B\n\tbool "b"\n\tdepends on m\nconfig C\n\tdef_tristate m\n`;
    expect(await olddefconfig(text, "CONFIG_A=m\nCONFIG_B=y\n")).toMatchObject({ A: "y", B: "n", C: "y" });
    expect(await olddefconfig(text, "CONFIG_MODULES=y\nCONFIG_A=m\nCONFIG_B=y\n")).toMatchObject({
      A: "m",
      B: "y",
      C: "m",
    });
  });

  test("m is the most that depends on m", async () => {
    const text = `${MODULES}config A\n\ttristate "a"\nconfig B\n\ttristate "b"\n\tdepends on A\nconfig C\n\tbool "c"\n\tdepends on A\n`;
    const config = "CONFIG_MODULES=y\nCONFIG_A=m\nCONFIG_B=y\nCONFIG_C=y\n";
    expect(await olddefconfig(text, config)).toMatchObject({ A: "m", B: "m", C: "y" });
  });

  test("select overrules dependencies and the user, imply does not", async () => {
    const text =
      'config A\n\tbool "a"\n\tselect S\n\timply I\nconfig S\n\tbool "s"\n\tdepends on NEVER\nconfig I\n\tbool\n\tdepends on NEVER\nconfig J\n\tbool\nconfig B\n\tdef_bool y\n\timply J\n';
    expect(await olddefconfig(text, "CONFIG_A=y\n# CONFIG_S is not set\n")).toMatchObject({
      S: "y",
      I: "n",
      J: "y",
    });
  });

  test("the first default whose condition is met", async () => {
    const text =
      "config N\n\tint\n\tdefault 1 if A\n\tdefault 2 if B\n\tdefault 3\nconfig A\n\tbool\nconfig B\n\tdef_bool y\n";
    expect(await olddefconfig(text, "")).toMatchObject({ N: "2" });
  });

  test("a number stays in its range, what is no number is not taken", async () => {
    const text = 'config N\n\tint "n"\n\trange 5 10\n\tdefault 7\nconfig H\n\thex\n\trange 0x10 0x20\n';
    expect(await olddefconfig(text, "CONFIG_N=99\n")).toMatchObject({ N: "10", H: "0x10" });
    expect(await olddefconfig(text, "CONFIG_N=many\n")).toMatchObject({ N: "7" });
  });

  test("comparisons are by number where both are numbers", async () => {
    const text =
      'config V\n\tint "v"\nconfig A\n\tdef_bool V >= 119\nconfig B\n\tdef_bool V < 1000\nconfig T\n\tstring "t"\nconfig C\n\tdef_bool T = "abc"\nconfig D\n\tdef_bool T != ""\nconfig E\n\tdef_bool A = y\n';
    expect(await olddefconfig(text, 'CONFIG_V=124\nCONFIG_T="abc"\n')).toMatchObject({
      A: "y",
      B: "y",
      C: "y",
      D: "y",
      E: "y",
    });
    expect(await olddefconfig(text, 'CONFIG_V=12\nCONFIG_T=""\n')).toMatchObject({
      A: "n",
      B: "y",
      C: "n",
      D: "n",
      E: "n",
    });
  });

  test("`visible if` hides the prompt, and the user's value with it", async () => {
    const text =
      'menu "m"\n\tvisible if V\nconfig A\n\tbool "a"\n\tdefault n\nendmenu\nconfig V\n\tbool "v"\n';
    expect(await olddefconfig(text, "CONFIG_V=y\nCONFIG_A=y\n")).toMatchObject({ A: "y" });
    expect(await olddefconfig(text, "# CONFIG_V is not set\nCONFIG_A=y\n")).toMatchObject({ A: "n" });
  });

  test("a circle ends", async () => {
    expect(await olddefconfig("config A\n\tdef_bool B\nconfig B\n\tdef_bool A\n", "")).toMatchObject({
      A: "n",
      B: "n",
    });
  });

  test("a chain without end is not known, and no stack overflows", async () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => `config A${i}\n\tdef_bool A${i + 1}\n`).join("");
    expect((await olddefconfig(chain, ""))["A0"]).toBeUndefined();
  });

  test("an old name is read and never written", async () => {
    const rules = await kconfigRules(
      'config OLD\n\tbool\n\ttransitional\nconfig NEW\n\tbool "new"\n\tdefault OLD\n',
    );
    const user = kconfigUser(rules, "CONFIG_OLD=y\n");
    const evaluator = new Evaluator({ rules, user, probes: new Map(), choiceRule: "priority" });
    expect(evaluator.valueOf("NEW")).toMatchObject({ tristate: 4, written: true });
    expect(evaluator.valueOf("OLD")).toMatchObject({ tristate: 4, written: false });
  });
});

const CHOICE =
  'choice\n\tprompt "which"\n\tdefault B\nconfig A\n\tbool "a"\n\tdepends on P\nconfig B\n\tbool "b"\nconfig C\n\tbool "c"\nendchoice\nconfig P\n\tbool "p"\n';

describe("choices", () => {
  test.each(["priority", "answer"] as const)("the answer, or the default (%s)", async (rule) => {
    const run = (config: string) => olddefconfig(CHOICE, config, new Map(), rule);
    expect(await run("CONFIG_P=y\nCONFIG_A=y\n")).toMatchObject({ A: "y", B: "n", C: "n" });
    expect(await run("")).toMatchObject({ A: "n", B: "y", C: "n" });
  });

  test("an answer that is hidden: the default before 6.11, since then the first line that says n", async () => {
    const config = "# CONFIG_P is not set\nCONFIG_A=y\n# CONFIG_C is not set\n# CONFIG_B is not set\n";
    expect(await olddefconfig(CHOICE, config, new Map(), "answer")).toMatchObject({ B: "y", C: "n" });
    expect(await olddefconfig(CHOICE, config, new Map(), "priority")).toMatchObject({ B: "n", C: "y" });
  });

  test("a tristate choice at m lets several members be m, before 6.11", async () => {
    const text = `${MODULES}choice\n\ttristate "which"\nconfig A\n\ttristate "a"\nconfig B\n\ttristate "b"\nendchoice\n`;
    const several = "CONFIG_MODULES=y\nCONFIG_A=m\nCONFIG_B=m\n";
    expect(await olddefconfig(text, several, new Map(), "answer")).toMatchObject({ A: "m", B: "m" });
    const one = "CONFIG_MODULES=y\nCONFIG_A=y\n";
    expect(await olddefconfig(text, one, new Map(), "answer")).toMatchObject({ A: "y", B: "n" });
  });
});

describe("probes that are not known", () => {
  const text =
    'config CC_HAS\n\tdef_bool $(shell,{ cc -x; } && echo "y" || echo "n")\nconfig A\n\tbool "a"\n\tdepends on CC_HAS\nconfig B\n\tdef_bool CC_HAS && NEVER\nconfig C\n\tdef_bool CC_HAS || S\nconfig S\n\tdef_bool y\nconfig V\n\tint\n\tdefault $(shell,version)\n';

  test("make unknown what they decide, and nothing else", async () => {
    const values = await olddefconfig(text, "CONFIG_A=y\n");
    expect(values).toMatchObject({ CC_HAS: undefined, A: undefined, B: "n", C: "y", V: undefined });
  });

  test("are taken from the table", async () => {
    const yes = new Map([
      [0, "y"],
      [1, "124"],
    ]);
    expect(await olddefconfig(text, "CONFIG_A=y\n", yes)).toMatchObject({ CC_HAS: "y", A: "y", V: "124" });
    expect(await olddefconfig(text, "CONFIG_A=y\n", new Map([[0, "n"]]))).toMatchObject({
      CC_HAS: "n",
      A: "n",
    });
  });
});
