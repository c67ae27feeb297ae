import { defineCheck } from "../analyse/define-check.ts";
import { isTrailerSound, PKEY_ID_PKCS7 } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-malformed",
  title: { en: "The signature trailer is damaged", zh: "签名尾部已损坏" },
  effect: "refused",
  needs: { kernel: ["moduleSigning"], module: ["signature"] },
  // mod_check_sig() in kernel/module_signature.c: refused even where unsigned modules load
  run: ({ kernel, module }) => {
    const { signature } = module;
    if (!signature) return [];
    const { signatureOffset, signatureLength, idType } = signature;
    // The message has to leave something to sign; parameters are looked at only in a PKCS#7 trailer.
    const outside = signatureOffset <= 0;
    if (!outside && (idType !== PKEY_ID_PKCS7 || isTrailerSound(signature))) return [];
    return kernel.moduleSigning.verifies ? [{ signatureLength, outside, nonZeroParameters: !outside }] : [];
  },
  // mod_verify_sig() gives it the name "module", whatever the module's own is.
  kernelSays: ({ nonZeroParameters }) => ({
    errno: "EBADMSG",
    log: !nonZeroParameters ? [] : ["module: PKCS#7 signature info has unexpected non-zero params"],
  }),

  example: { signatureLength: 400, outside: true, nonZeroParameters: false },
  explain: {
    en: ({ signatureLength, outside }) => ({
      what: outside
        ? `The trailer at the end of the file claims a signature of ${signatureLength} bytes, which does not fit into the file.`
        : "The trailer at the end of the file has values where the kernel wants zeros.",
      why: "The file was changed after it was signed, or it was cut and joined; the kernel refuses a damaged signature even where it would take an unsigned module.",
      fix: "Get the module again, or remove the trailer with `strip --strip-debug FILE` and sign it again with the kernel's `scripts/sign-file`.",
    }),
    zh: ({ signatureLength, outside }) => ({
      what: outside
        ? `文件末尾的签名尾部声称签名有 ${signatureLength} 字节，但文件放不下。`
        : "文件末尾的签名尾部中，内核要求为零的字段不为零。",
      why: "文件在签名之后被改动，或者被截断后又拼接；即使允许加载未签名的模块，内核也会拒绝损坏的签名。",
      fix: "请重新获取该模块，或用 `strip --strip-debug FILE` 去掉签名尾部，再用内核的 `scripts/sign-file` 重新签名。",
    }),
  },
});
