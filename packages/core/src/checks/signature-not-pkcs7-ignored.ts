import { defineCheck } from "../analyse/define-check.ts";
import { NOT_PKCS7, PKEY_ID_PKCS7, signIt } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-not-pkcs7-ignored",
  title: {
    en: "The signature is not PKCS#7, and none is wanted",
    zh: "签名不是 PKCS#7 格式，但内核不要求签名",
  },
  effect: "note",
  needs: { kernel: ["signaturePolicy", "moduleSigning"], module: ["signature"] },
  run: ({ kernel, module }) => {
    const { signature } = module;
    if (!signature || signature.signatureOffset <= 0 || signature.idType === PKEY_ID_PKCS7) return [];
    return kernel.signaturePolicy === "permissive" && kernel.moduleSigning.verifies
      ? [{ idType: signature.idType }]
      : [];
  },
  kernelSays: () => ({ errno: null, log: [NOT_PKCS7] }),

  example: { idType: 1 },
  explain: {
    en: ({ idType }) => ({
      what: `The signature trailer names signature type ${idType}; the kernel reads type ${PKEY_ID_PKCS7} (PKCS#7) only.`,
      why: "This kernel loads unsigned modules too, so it says so and goes on; one that enforces signatures refuses the module.",
      fix: signIt.en,
    }),
    zh: ({ idType }) => ({
      what: `签名尾部标明的签名类型是 ${idType}，而内核只支持类型 ${PKEY_ID_PKCS7}（PKCS#7）。`,
      why: "该内核也会加载未签名的模块，因此只输出一行提示后继续；强制检查签名的内核会拒绝该模块。",
      fix: signIt.zh,
    }),
  },
});
