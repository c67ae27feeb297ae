import type { KernelFacts } from "../../model/kernel.ts";
import type { ModuleFacts } from "../../model/module.ts";

/** A module as this kernel reads it: before 6.14 nobody looks at `__version_ext_crcs`. */
export function asRead<M extends ModuleFacts>(module: M, { features }: KernelFacts): M {
  const { basicVersions } = module;
  if (!basicVersions || !features.known || features.value.has("extended-versions")) return module;
  return { ...module, modversions: basicVersions };
}
