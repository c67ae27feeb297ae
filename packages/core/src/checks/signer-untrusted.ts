import { defineCheck } from "../analyse/define-check.ts";
import { PKEY_ID_PKCS7, policyWhy, signIt, untrustedSays } from "./shared/signature.ts";

export default defineCheck({
  id: "signer-untrusted",
  title: {
    en: "The module is signed with a key that the kernel does not know",
    zh: "模块的签名密钥不被内核信任",
  },
  effect: "refused",
  needs: { kernel: ["signaturePolicy", "trustedSigners"], module: ["signature"] },
  run: ({ kernel, module }) => {
    const { signature } = module;
    if (!signature || signature.signatureOffset <= 0 || signature.idType !== PKEY_ID_PKCS7) return [];
    if (kernel.signaturePolicy === "permissive") return [];
    // Whether the key is known cannot be told without the keys, so they are asked for first.
    const { trustedSigners } = kernel;
    const { signer } = signature;
    return signer !== undefined && trustedSigners.has(signer)
      ? []
      : [{ signer: signer ?? null, policy: kernel.signaturePolicy }];
  },
  kernelSays: ({ policy }) => untrustedSays(policy, "module with unavailable key"),

  example: { signer: "cn=me#01", policy: "enforced" },
  explain: {
    en: ({ signer, policy }) => ({
      what: `The module is signed by \`${signer ?? "?"}\`, which is not among the kernel's keys.`,
      why: policyWhy(policy).en,
      fix: signIt.en,
    }),
    zh: ({ signer, policy }) => ({
      what: `模块由 \`${signer ?? "?"}\` 签名，而该密钥不在内核的密钥环中。`,
      why: policyWhy(policy).zh,
      fix: signIt.zh,
    }),
  },
});
