import { defineCheck } from "../analyse/define-check.ts";
import { policyWhy, signIt, untrustedSays } from "./shared/signature.ts";

export default defineCheck({
  id: "module-unsigned",
  title: { en: "The module is not signed and the kernel wants it signed", zh: "内核要求签名，而模块未签名" },
  effect: "refused",
  needs: { kernel: ["signaturePolicy"], module: ["signature"] },
  run: ({ kernel, module }) =>
    module.signature || kernel.signaturePolicy === "permissive" ? [] : [{ policy: kernel.signaturePolicy }],
  kernelSays: ({ policy }) => untrustedSays(policy, "unsigned module"),

  example: { policy: "enforced" },
  explain: {
    en: ({ policy }) => ({
      what: "The module has no signature at its end.",
      why: policyWhy(policy).en,
      fix: signIt.en,
    }),
    zh: ({ policy }) => ({ what: "模块末尾没有签名。", why: policyWhy(policy).zh, fix: signIt.zh }),
  },
});
