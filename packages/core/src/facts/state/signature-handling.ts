import type { KernelFacts } from "../../model/kernel.ts";
import type { StateFacts } from "../../model/state.ts";
import type { SignatureHandling } from "../module/visible-size.ts";

/**
 * What this kernel does with an appended signature when it is called like this. module_sig_check() in
 * kernel/module/signing.c: there is none without CONFIG_MODULE_SIG, and it looks for no signature where vermagic or CRCs
 * are to be ignored, because a tool may have changed the file for that.
 */
export function signatureHandling(
  { moduleSigning }: Pick<KernelFacts, "moduleSigning">,
  { loading }: Pick<StateFacts, "loading">,
): SignatureHandling {
  if (loading.known && (loading.value.forceVermagic || loading.value.forceModversion)) return "left";
  if (!moduleSigning.known) return "unknown";
  return moduleSigning.value.verifies ? "takenOff" : "left";
}
