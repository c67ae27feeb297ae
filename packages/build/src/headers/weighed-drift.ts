import {
  changesNoModule,
  type ConfigDifference,
  configDifference,
  type KernelFacts,
  membersGuardedBy,
  type OptionUse,
  readOptionUses,
} from "@kofit/core";
import type { Headers } from "./open-headers.ts";

/** A difference, and what it does to modules. */
export interface Weighed extends ConfigDifference {
  /** Members of the kernel's `struct module` that it guards; empty when it guards none. */
  readonly members: readonly string[];
  /** Where headers or Makefiles ask for it; absent when nothing does that modules are built with. */
  readonly use?: OptionUse;
}

/** Whether a difference changes anything in a module that is built there. */
export const matters = ({ members, use }: Weighed): boolean => members.length > 0 || use !== undefined;

/**
 * What the headers' configuration sets otherwise than the kernel's, in the kernel's order, each with what it does.
 *
 * @param kernel the text of the kernel's configuration
 */
export async function weighedDrift(
  kernel: string,
  { trees, arch, configuration }: Pick<Headers, "trees" | "arch" | "configuration">,
  { structModule }: Pick<KernelFacts, "structModule">,
): Promise<readonly Weighed[]> {
  const differences = configDifference(kernel, configuration.config?.text ?? "");
  const asked = differences.map(({ symbol }) => symbol).filter((symbol) => !changesNoModule(symbol));
  const uses = await readOptionUses(trees, asked, arch);
  const present = new Set(structModule.known ? structModule.value.members?.map(({ name }) => name) : []);
  return differences.map((one) => {
    const use = uses.get(one.symbol);
    const members = membersGuardedBy(one.symbol).filter((name) => present.has(name));
    return { ...one, members, ...(use && { use }) };
  });
}
