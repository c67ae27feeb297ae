import { defineCheck } from "../analyse/define-check.ts";
import { messageToVerify, nameOfSigner, signAgain } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-altered",
  title: {
    en: "The module was changed after a key that the kernel trusts had signed it",
    zh: "模块在由内核信任的密钥签名之后被改动",
  },
  effect: "refused",
  needs: { kernel: ["moduleSigning"], module: ["signature"], pair: ["signature"] },
  // verify_signature() in pkcs7_validate_trust_one(): refused even where unsigned modules load, and without a word
  run: ({ kernel, module, pair }) => {
    const message = messageToVerify(module.signature);
    if (!message || pair.signature !== "altered") return [];
    return kernel.moduleSigning.verifies
      ? [{ signer: nameOfSigner(message.signers[0]) ?? null, log: message.log }]
      : [];
  },
  kernelSays: ({ log }) => ({ errno: "EKEYREJECTED", log }),

  example: { signer: "Debian Secure Boot CA", log: [] },
  explain: {
    en: ({ signer }) => ({
      what: `The signature by \`${signer ?? "?"}\`, whose key the kernel trusts, does not fit the module's content.`,
      why: "The file was changed after it was signed, or damaged on its way or on the disk; the kernel refuses it without a message, even where it would take an unsigned module.",
      fix: signAgain.en,
    }),
    zh: ({ signer }) => ({
      what: `\`${signer ?? "?"}\` 的签名与模块内容不符，而内核信任该密钥。`,
      why: "文件在签名之后被改动，或在传输途中、磁盘上损坏；即使允许加载未签名的模块，内核也会拒绝它，而且不输出任何信息。",
      fix: signAgain.zh,
    }),
  },
});
