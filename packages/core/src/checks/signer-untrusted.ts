import { defineCheck } from "../analyse/define-check.ts";
import {
  linesWithoutKey,
  messageToVerify,
  nameOfSigner,
  policyWhy,
  signIt,
  untrustedSays,
} from "./shared/signature.ts";

export default defineCheck({
  id: "signer-untrusted",
  title: {
    en: "The module is signed with a key that the kernel does not know",
    zh: "模块的签名密钥不被内核信任",
  },
  effect: "refused",
  needs: { kernel: ["signaturePolicy", "config", "release"], module: ["signature", "signatureTrust"] },
  run: ({ kernel, module }) => {
    const message = messageToVerify(module.signature);
    if (!message || kernel.signaturePolicy === "permissive") return [];
    if (module.signatureTrust !== "unknownKey") return [];
    const signer = nameOfSigner(message.signers[0]) ?? null;
    return [{ signer, policy: kernel.signaturePolicy, log: linesWithoutKey(message, kernel) }];
  },
  kernelSays: ({ policy, log }) => untrustedSays(policy, "module with unavailable key", ...log),

  example: { signer: "me", policy: "enforced", log: [] },
  explain: {
    en: ({ signer, policy }) => ({
      what: `The module is signed by \`${signer ?? "?"}\`, which is not among the kernel's keys.`,
      why: policyWhy(policy).en,
      fix: `${signIt.en.slice(0, -1)}; if the key is enrolled there, tell kofit with \`--trust CERT\`.`,
    }),
    zh: ({ signer, policy }) => ({
      what: `模块由 \`${signer ?? "?"}\` 签名，而该密钥不在内核的密钥环中。`,
      why: policyWhy(policy).zh,
      fix: `${signIt.zh.slice(0, -1)}；如果该密钥已经登记，请用 \`--trust CERT\` 告知 kofit。`,
    }),
  },
});
