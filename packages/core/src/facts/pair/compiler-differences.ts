import { compilerIn } from "../../config-effects/compiler.ts";
import { compilerDrift } from "../../config-effects/toolchain-drift.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import type { HandedModule } from "../../model/module.ts";
import type { ToolDifference } from "../../model/tool-difference.ts";

const nothing: Fact<readonly ToolDifference[]> = known([], { input: "no compilers to compare" });

/** The compilers of a module that are not the kernel's, each once; empty where those of a side are not told. */
export function compilerDifferences(
  { config, banner }: KernelFacts,
  { compilers }: HandedModule,
): Fact<readonly ToolDifference[]> {
  if (!config.known || !compilers?.known) return nothing;
  const text = banner?.known === true ? banner.value : undefined;
  const found = compilers.value.flatMap((one) => compilerDrift(config.value, compilerIn(one), text));
  const byName = new Map(found.map((one) => [one.other, one]));
  return known([...byName.values()], compilers.origin);
}
