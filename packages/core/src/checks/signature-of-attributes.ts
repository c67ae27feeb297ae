import { defineCheck } from "../analyse/define-check.ts";
import { configured } from "../model/config.ts";
import { isTrailerSound, signAgain } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-of-attributes",
  title: { en: "The signature is not one of a module's bytes alone", zh: "签名的对象不只是模块本身" },
  effect: "refused",
  needs: { kernel: ["moduleSigning", "config"], module: ["signature"] },
  // pkcs7_verify() in crypto/asymmetric_keys/pkcs7_verify.c, VERIFYING_MODULE_SIGNATURE
  run: ({ kernel, module }) => {
    const message = module.signature?.message;
    if (!message || message.fault || message.hasContent || !isTrailerSound(module.signature)) return [];
    const { contentType, hasSignedAttributes, signers, log } = message;
    if (contentType === "data" && !hasSignedAttributes) return [];
    if (!kernel.moduleSigning.verifies) return [];
    const waived =
      contentType === "data" &&
      configured(kernel.config, "CONFIG_PKCS7_WAIVE_AUTHATTRS_REJECTION_FOR_MLDSA") &&
      signers.every(({ algorithm }) => algorithm.startsWith("mldsa"));
    return waived ? [] : [{ signs: contentType === "data" ? "attributes" : "other content", log }];
  },
  kernelSays: ({ signs, log }) => ({
    errno: "EKEYREJECTED",
    log: [
      ...log,
      `PKCS7: Invalid module sig (${signs === "attributes" ? "has authattrs" : "not pkcs7-data"})`,
    ],
  }),

  example: { signs: "attributes", log: [] },
  explain: {
    en: ({ signs }) => ({
      what:
        signs === "attributes"
          ? "The signature has signed attributes (a digest, the time of signing), which the kernel does not take for modules."
          : "The signature is one of a Windows program (Authenticode), which the kernel does not take for modules.",
      why: "It was made with another tool than `scripts/sign-file`, which leaves the attributes out (`openssl cms -sign -noattr`).",
      fix: signAgain.en,
    }),
    zh: ({ signs }) => ({
      what:
        signs === "attributes"
          ? "签名带有已签名属性（摘要、签名时间），内核不接受这样的模块签名。"
          : "这是 Windows 程序的签名（Authenticode），内核不接受它作为模块签名。",
      why: "它不是用 `scripts/sign-file` 生成的；该工具不写入这些属性（相当于 `openssl cms -sign -noattr`）。",
      fix: signAgain.zh,
    }),
  },
});
