import { defineCheck } from "../analyse/define-check.ts";
import { linesWithoutKey, messageToVerify, nameOfSigner, unverifiedWhy } from "./shared/signature.ts";

export default defineCheck({
  id: "signer-untrusted-ignored",
  title: {
    en: "The module is signed with a key that the kernel does not know, and none is wanted",
    zh: "模块的签名密钥不被内核信任，但内核不要求签名",
  },
  effect: "note",
  needs: {
    kernel: ["signaturePolicy", "moduleSigning", "config", "release"],
    module: ["signature"],
    pair: ["signature"],
  },
  run: ({ kernel, module, pair }) => {
    const message = messageToVerify(module.signature);
    if (!message || pair.signature !== "unknownKey" || kernel.signaturePolicy !== "permissive") return [];
    return kernel.moduleSigning.verifies
      ? [{ signer: nameOfSigner(message.signers[0]) ?? null, log: linesWithoutKey(message, kernel) }]
      : [];
  },
  kernelSays: ({ log }) => ({ errno: null, log }),

  example: { signer: "me", log: [] },
  explain: {
    en: ({ signer }) => ({
      what: `The module is signed by \`${signer ?? "?"}\`, which is not among the kernel's keys.`,
      why: unverifiedWhy.en,
      fix: "Nothing has to be done; `mokutil --import CERT` makes the key known where Secure Boot is used.",
    }),
    zh: ({ signer }) => ({
      what: `模块由 \`${signer ?? "?"}\` 签名，而该密钥不在内核的密钥环中。`,
      why: unverifiedWhy.zh,
      fix: "无需处理；在使用安全启动的机器上，可用 `mokutil --import CERT` 登记该密钥。",
    }),
  },
});
