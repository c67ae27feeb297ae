import { defineCheck } from "../analyse/define-check.ts";
import type { SignaturePolicy } from "../model/kernel.ts";
import { policyWhy, signIt, untrustedSays } from "./shared/signature.ts";

/** What module-unsigned found. */
export interface Evidence {
  readonly policy: SignaturePolicy;
  /** Whether the load is forced, so that nobody looks for a signature; absent when it is not. */
  readonly forced?: boolean;
}

export default defineCheck({
  id: "module-unsigned",
  title: { en: "The module is not signed and the kernel wants it signed", zh: "内核要求签名，而模块未签名" },
  effect: "refused",
  needs: { kernel: ["signaturePolicy"], module: ["signature"], state: ["loading"] },
  run: ({ kernel, module, state }): readonly Evidence[] => {
    if (module.signature || kernel.signaturePolicy === "permissive") return [];
    const { forceVermagic, forceModversion } = state.loading;
    const forced = forceVermagic || forceModversion;
    return [{ policy: kernel.signaturePolicy, ...(forced && { forced }) }];
  },
  kernelSays: ({ policy }) => untrustedSays(policy, "unsigned module"),

  example: { policy: "enforced" },
  explain: {
    en: ({ policy, forced }) => ({
      what: forced
        ? "The module is loaded by force, and counts as unsigned whatever signature it has."
        : "The module has no signature at its end.",
      why: policyWhy(policy).en,
      fix: forced ? "Load it without `--force`; a module that is signed and fits needs none." : signIt.en,
    }),
    zh: ({ policy, forced }) => ({
      what: forced ? "模块以强制方式加载，无论有什么签名都视为未签名。" : "模块末尾没有签名。",
      why: policyWhy(policy).zh,
      fix: forced ? "请不带 `--force` 加载；已签名且匹配的模块无需强制。" : signIt.zh,
    }),
  },
});
