import { defineCheck } from "../analyse/define-check.ts";
import { messageToVerify, nameOfSigner } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-unverified",
  title: {
    en: "The signature could not be compared with the kernel's keys",
    zh: "无法将签名与内核的密钥比对",
  },
  effect: "note",
  needs: { kernel: ["signaturePolicy", "moduleSigning"], module: ["signature"], pair: ["signature"] },
  // Where unsigned modules load, a signed one does, too, unless it was changed after it was signed: signature-altered.
  run: ({ kernel, module, pair }) => {
    const message = messageToVerify(module.signature);
    if (!message || pair.signature !== "unverified" || kernel.signaturePolicy !== "permissive") return [];
    return kernel.moduleSigning.verifies ? [{ signer: nameOfSigner(message.signers[0]) ?? null }] : [];
  },

  example: { signer: "Debian Secure Boot CA" },
  explain: {
    en: ({ signer }) => ({
      what: `The module is signed by \`${signer ?? "?"}\`, and whether it is still as it was signed was not checked.`,
      why: "That takes the certificates in the kernel's image, or that of the signer; this kernel loads modules of unknown signers, and refuses one only if a key that it trusts signed other content.",
      fix: "Give the kernel's image (`--kernel /boot/vmlinuz-RELEASE`) or the signer's certificate (`--trust CERT`) to have it checked.",
    }),
    zh: ({ signer }) => ({
      what: `模块由 \`${signer ?? "?"}\` 签名，但未检查其内容在签名之后是否被改动。`,
      why: "检查需要内核映像中的内置证书或签名者的证书；该内核会加载签名者未知的模块，只有当其信任的密钥所签内容与模块不符时才拒绝。",
      fix: "如需检查，请提供内核映像（`--kernel /boot/vmlinuz-RELEASE`）或签名者的证书（`--trust CERT`）。",
    }),
  },
});
