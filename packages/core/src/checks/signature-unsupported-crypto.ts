import { defineCheck } from "../analyse/define-check.ts";
import { madeWith, messageToVerify, policyWhy, untrustedSays } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-unsupported-crypto",
  title: {
    en: "The signature is made with cryptography that the kernel does not have",
    zh: "签名使用了内核不支持的密码算法",
  },
  effect: "refused",
  needs: { kernel: ["signaturePolicy"], module: ["signature", "signatureTrust"] },
  run: ({ kernel, module }) => {
    const message = messageToVerify(module.signature);
    if (!message || kernel.signaturePolicy === "permissive") return [];
    if (module.signatureTrust !== "unsupported") return [];
    const [signer] = message.signers;
    return [
      {
        digest: signer?.digest ?? null,
        algorithm: signer?.algorithm ?? null,
        policy: kernel.signaturePolicy,
        log: message.log,
      },
    ];
  },
  kernelSays: ({ policy, log }) => untrustedSays(policy, "module with unsupported crypto", ...log),

  example: { algorithm: "rsa", digest: "sha3-256", policy: "enforced" as const, log: [] },
  explain: {
    en: (evidence) => ({
      what: `The signature is made with ${madeWith(evidence).en}, which this kernel cannot check.`,
      why: policyWhy(evidence.policy).en,
      fix: "Sign it with an RSA key and SHA-256, as every kernel can check: `scripts/sign-file sha256 KEY CERT FILE`.",
    }),
    zh: (evidence) => ({
      what: `签名使用 ${madeWith(evidence).zh}，而该内核无法验证。`,
      why: policyWhy(evidence.policy).zh,
      fix: "请使用所有内核都能验证的 RSA 密钥和 SHA-256 签名：`scripts/sign-file sha256 KEY CERT FILE`。",
    }),
  },
});
