import { type Fact, known, unknown } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import type { Resolution, Unresolved } from "../../model/pair.ts";
import { giveHeaders } from "../kernel/remedies.ts";

/** Symbols that a reason names. */
const SHOWN = 5;

/**
 * Imports of which nothing is known that exports them. Where what the kernel's modules export is not known, one of these
 * may: then it is not known whether there are any.
 */
export function absent<K extends "unknown" | "weakAbsent">(
  { exports }: KernelFacts,
  resolution: Fact<Resolution>,
  kind: K,
): Fact<Resolution[K]> {
  if (!resolution.known) return resolution;
  const found = resolution.value[kind];
  if (found.length > 0 && exports.known && exports.value.modulesUnknown) return notOfImage(found);
  return known(found, resolution.origin);
}

function notOfImage(found: readonly Unresolved[]): Fact<never> {
  const names = found.slice(0, SHOWN).map(({ symbol }) => symbol);
  const more = found.length > SHOWN;
  return unknown(
    {
      en: `${names.join(", ")}${more ? ", …" : ""}: not exported by the image, and what the kernel's modules export is not known`,
      zh: `${names.join("、")}${more ? "……" : ""}：内核映像没有导出，而内核模块导出的符号未知`,
    },
    giveHeaders,
  );
}
