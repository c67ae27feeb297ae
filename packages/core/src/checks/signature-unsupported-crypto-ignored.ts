import { defineCheck } from "../analyse/define-check.ts";
import { madeWith, messageToVerify, unverifiedWhy } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-unsupported-crypto-ignored",
  title: {
    en: "The signature is made with cryptography that the kernel does not have, and none is wanted",
    zh: "签名使用了内核不支持的密码算法，但内核不要求签名",
  },
  effect: "note",
  needs: { kernel: ["signaturePolicy", "moduleSigning"], module: ["signature"], pair: ["signature"] },
  run: ({ kernel, module, pair }) => {
    const message = messageToVerify(module.signature);
    if (!message || pair.signature !== "unsupported" || kernel.signaturePolicy !== "permissive") return [];
    const [signer] = message.signers;
    return kernel.moduleSigning.verifies
      ? [{ digest: signer?.digest ?? null, algorithm: signer?.algorithm ?? null, log: message.log }]
      : [];
  },
  kernelSays: ({ log }) => ({ errno: null, log }),

  example: { algorithm: "rsa", digest: "sha3-256", log: [] },
  explain: {
    en: (evidence) => ({
      what: `The signature is made with ${madeWith(evidence).en}, which this kernel cannot check.`,
      why: unverifiedWhy.en,
      fix: "Sign it with `scripts/sign-file sha256 KEY CERT FILE` if the kernel is to know who made it.",
    }),
    zh: (evidence) => ({
      what: `签名使用 ${madeWith(evidence).zh}，而该内核无法验证。`,
      why: unverifiedWhy.zh,
      fix: "如需内核识别模块来源，请用 `scripts/sign-file sha256 KEY CERT FILE` 签名。",
    }),
  },
});
