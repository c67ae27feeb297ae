import { readKconfig } from "../../src/formats/kconfig-language/read-kconfig.ts";
import type { ChoiceRule } from "../../src/kconfig/conditions.ts";
import { Evaluator } from "../../src/kconfig/evaluator.ts";
import { type UserValues, userValues } from "../../src/kconfig/user-values.ts";
import { textOf } from "../../src/kconfig/value.ts";
import { configOf } from "../../src/model/config.ts";
import type { KconfigRules } from "../../src/model/kconfig-rules.ts";
import { memoryTree } from "./memory-tree.ts";

/** The rules of one Kconfig file; the environment has nothing in it, and more is not known. */
export async function kconfigRules(text: string): Promise<KconfigRules> {
  const tree = memoryTree("linux", { Kconfig: text });
  const rules = await readKconfig({ tree, root: "Kconfig", environment: { values: {}, complete: false } });
  if (!rules) throw new Error("there is no Kconfig");
  return rules;
}

/** The values of `.config` for these rules. */
export const kconfigUser = (rules: KconfigRules, config: string): UserValues =>
  userValues(configOf(config), rules);

/** What olddefconfig makes of `config`, by one Kconfig file: the text of each symbol, `undefined` for unknown. */
export async function olddefconfig(
  text: string,
  config: string,
  probes: ReadonlyMap<number, string> = new Map(),
  choiceRule: ChoiceRule = "priority",
): Promise<Record<string, string | undefined>> {
  const rules = await kconfigRules(text);
  const evaluator = new Evaluator({ rules, user: kconfigUser(rules, config), probes, choiceRule });
  return Object.fromEntries([...rules.symbols.keys()].map((name) => [name, textOf(evaluator.valueOf(name))]));
}
