import { Evaluator } from "../../kconfig/evaluator.ts";
import { solveProbes } from "../../kconfig/solve-probes.ts";
import { tellsUnset, userValues } from "../../kconfig/user-values.ts";
import type { Config } from "../../model/config.ts";
import type { KernelRules } from "./read-rules.ts";

/**
 * The symbols of a configuration that Kconfig wrote by these rules: as it would compute them again, with the answers of
 * probes that the configuration shows.
 */
export function configured({ rules, choiceRule }: KernelRules, config: Config): Evaluator {
  const user = userValues(config, rules);
  const probes = solveProbes({ rules, user, choiceRule, tellsUnset: tellsUnset(config) });
  return new Evaluator({ rules, user, probes, choiceRule });
}
