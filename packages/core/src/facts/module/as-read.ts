import type { KernelFacts } from "../../model/kernel.ts";
import { type Generation, hasCome } from "../../model/generation.ts";
import type { ModinfoReader } from "../../model/modinfo.ts";
import type { ModuleFacts } from "../../model/module.ts";

/** A module as this kernel reads it: before 6.14 nobody looks at `__version_ext_crcs`, and not all find the same `.modinfo`. */
export function asRead<M extends ModuleFacts>(module: M, { features, generation }: KernelFacts): M {
  const { basicVersions, modinfoElsewhere } = module;
  const basic = basicVersions && features.known && !features.value.has("extended-versions");
  const modinfo =
    generation.known && modinfoElsewhere?.known
      ? modinfoElsewhere.value[readerOf(generation.value)]
      : undefined;
  if (!basic && !modinfo) return module;
  return { ...module, ...(basic && { modversions: basicVersions }), ...modinfo };
}

function readerOf(generation: Generation): ModinfoReader {
  if (hasCome(generation, "6.13")) return "since613";
  return hasCome(generation, "6.4") ? "upTo612" : "upTo63";
}
