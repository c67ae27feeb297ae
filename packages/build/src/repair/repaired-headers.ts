import type { KernelFacts } from "@kofit/core";
import { overlayOf } from "./overlay.ts";
import { planRepair, type RepairPlan } from "./plan.ts";

/** Which headers are to fit which kernel. */
export interface RepairRequest {
  /** The configured headers. */
  readonly headers: string;
  /** As {@link planRepair} wants it: `openKernel(targets, { headers, withImageBeside: true })`. */
  readonly kernel: KernelFacts;
  readonly signal: AbortSignal;
}

/** Headers that fit, as far as they can be made to. */
export interface RepairedHeaders {
  /** Where to build: an overlay in the user's cache; the headers themselves where nothing is to be repaired, or can be. */
  readonly directory: string;
  /** What was found, and what of it is repaired there; what is not is among its obstacles. */
  readonly plan: RepairPlan;
}

/**
 * A directory in which modules for this kernel can be built, and the headers left as they are.
 *
 * @throws {InputError} if it cannot be made; an `AbortError` when the signal fires.
 */
export async function repairedHeaders({ headers, kernel, signal }: RepairRequest): Promise<RepairedHeaders> {
  const plan = await planRepair(headers, kernel);
  return { directory: plan.files.length === 0 ? headers : await overlayOf(plan, signal), plan };
}
