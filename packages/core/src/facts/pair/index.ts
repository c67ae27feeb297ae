import type { KernelFacts } from "../../model/kernel.ts";
import type { ModuleFacts } from "../../model/module.ts";
import type { PairFacts } from "../../model/pair.ts";
import { crcMismatches } from "./crc-mismatches.ts";
import { resolution } from "./resolution.ts";

/** What follows from a kernel and a module together. */
export function pairFacts(kernel: KernelFacts, module: ModuleFacts): PairFacts {
  return { resolution: resolution(kernel, module), crcMismatches: crcMismatches(kernel, module) };
}
