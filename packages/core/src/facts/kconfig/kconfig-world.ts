import { configHeader } from "../../formats/kconfig/kconfig.ts";
import { decidedElsewhere, mayBeElsewhere, withElsewhere } from "../../kconfig/elsewhere.ts";
import { Evaluator } from "../../kconfig/evaluator.ts";
import { observedIn } from "../../kconfig/observed.ts";
import { solveProbes } from "../../kconfig/solve-probes.ts";
import { generatedValues, tellsUnset, userValues } from "../../kconfig/user-values.ts";
import type { Config } from "../../model/config.ts";
import type { KernelRules } from "./read-rules.ts";

/**
 * The symbols of a configuration that Kconfig wrote by these rules: as it would compute them again, with the answers of
 * probes that the configuration shows. What rules decide that were not read is as the configuration has it.
 */
export function kconfigWorld({ rules: read, choiceRule }: KernelRules, config: Config): Evaluator {
  const half = mayBeElsewhere(read);
  const rules = half ? withElsewhere(read, config) : read;
  const unset = tellsUnset(config);
  // Kconfig puts its head above all that it writes; what somebody wrote by hand may leave out what has its default.
  const generated = !unset && configHeader(config) !== undefined;
  const user = generated ? generatedValues(config, rules) : userValues(config, rules);
  const probes = solveProbes({ rules, user, choiceRule, tellsUnset: unset });
  const input = { rules, user, probes, choiceRule };
  if (!half) return new Evaluator(input);
  const elsewhere = decidedElsewhere(input);
  const observed = observedIn(rules, user);
  return new Evaluator({
    ...input,
    observed: (name) => (elsewhere.has(name) ? observed(name) : undefined),
  });
}
