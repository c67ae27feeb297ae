import { defineCheck } from "../analyse/define-check.ts";
import { NOT_PKCS7, PKEY_ID_PKCS7, policyWhy, signIt, untrustedSays } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-not-pkcs7",
  title: { en: "The signature is not PKCS#7", zh: "签名不是 PKCS#7 格式" },
  effect: "refused",
  needs: { kernel: ["signaturePolicy"], module: ["signature"] },
  run: ({ kernel, module }) => {
    const { signature } = module;
    if (!signature || signature.signatureOffset <= 0 || signature.idType === PKEY_ID_PKCS7) return [];
    return kernel.signaturePolicy === "permissive"
      ? []
      : [{ idType: signature.idType, policy: kernel.signaturePolicy }];
  },
  // ENOPKG, which module_sig_check() in kernel/module/signing.c maps
  kernelSays: ({ policy }) => untrustedSays(policy, "module with unsupported crypto", NOT_PKCS7),

  example: { idType: 1, policy: "enforced" },
  explain: {
    en: ({ idType, policy }) => ({
      what: `The signature trailer names signature type ${idType}; the kernel reads type ${PKEY_ID_PKCS7} (PKCS#7) only.`,
      why: policyWhy(policy).en,
      fix: signIt.en,
    }),
    zh: ({ idType, policy }) => ({
      what: `签名尾部标明的签名类型是 ${idType}，而内核只支持类型 ${PKEY_ID_PKCS7}（PKCS#7）。`,
      why: policyWhy(policy).zh,
      fix: signIt.zh,
    }),
  },
});
