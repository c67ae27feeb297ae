import { defineCheck } from "../analyse/define-check.ts";
import { isTrailerSound, signAgain } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-with-content",
  title: { en: "The signature holds the signed content itself", zh: "签名消息自带被签名的内容" },
  effect: "refused",
  needs: { kernel: ["moduleSigning"], module: ["signature"] },
  // pkcs7_supply_detached_data(), verify_pkcs7_message_sig() in certs/system_keyring.c
  run: ({ kernel, module }) => {
    const { signature } = module;
    const message = signature?.message;
    if (!signature || !message?.hasContent || message.fault || !isTrailerSound(signature)) return [];
    return kernel.moduleSigning.verifies
      ? [{ signatureLength: signature.signatureLength, log: message.log }]
      : [];
  },
  kernelSays: ({ log }) => ({
    errno: "EBADMSG",
    log: [...log, "PKCS7: Data already supplied", "PKCS#7 signature with non-detached data"],
  }),

  example: { signatureLength: 9012, log: [] },
  explain: {
    en: ({ signatureLength }) => ({
      what: `The signature of ${signatureLength} bytes has the signed content in it, and the kernel wants it to sign what stands before it.`,
      why: "It was made with `openssl cms -sign -nodetach` or the like, and not with `scripts/sign-file`.",
      fix: signAgain.en,
    }),
    zh: ({ signatureLength }) => ({
      what: `${signatureLength} 字节的签名中包含了被签名的内容，而内核要求签名针对它前面的数据（分离式签名）。`,
      why: "它是用 `openssl cms -sign -nodetach` 之类的命令生成的，而不是用 `scripts/sign-file`。",
      fix: signAgain.zh,
    }),
  },
});
