import type { System } from "../../model/system.ts";
import type { Text } from "../../model/fact.ts";
import type { Distribution, Need, RecipeGiven } from "../define-distribution.ts";
import { distributions } from "../index.ts";

/** A recipe that may be right here. */
export interface Advice {
  /** Whether its condition holds, or is not known to. */
  readonly certain: boolean;
  readonly condition: Text;
  readonly commands: readonly string[];
  readonly note?: Text;
}

/** The distribution that `system` is; `undefined` where kofit has none for it. */
export const distributionOf = (system: System): Distribution | undefined =>
  Object.values(distributions).find((one) => one.is(system));

/** What to type for `need`, on a system of `distribution`: those that hold, and those of which it is not known. */
export function recipesFor(distribution: Distribution, need: Need, given: RecipeGiven): readonly Advice[] {
  return distribution.recipes
    .filter((recipe) => recipe.need === need)
    .map((recipe) => ({ recipe, holds: recipe.holds(given) }))
    .filter(({ holds }) => holds !== false)
    .map(({ recipe: { condition, commands, note }, holds }) => ({
      certain: holds === true,
      condition,
      commands: commands(given),
      ...(note && { note }),
    }));
}

/**
 * The command that installs programs on a system of `distribution`.
 *
 * @param debian the names of Debian's packages: `["gcc-12", "pahole"]`.
 */
export function installCommand(
  { programs }: Distribution,
  system: System,
  debian: readonly string[],
): string {
  const names = debian.map((name) => programs.packages(name, system) ?? name);
  return `${programs.install} ${[...new Set(names)].join(" ")}`;
}
