import { defineCheck } from "../analyse/define-check.ts";
import { isTrailerSound, signAgain } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-message-damaged",
  title: { en: "The kernel cannot read the signature", zh: "内核无法解析签名" },
  effect: "refused",
  needs: { kernel: ["moduleSigning"], module: ["signature"] },
  // pkcs7_parse_message() in crypto/asymmetric_keys/pkcs7_parser.c: refused even where unsigned modules load
  run: ({ kernel, module }) => {
    const { signature } = module;
    const message = signature?.message;
    if (!signature || !message?.fault || !isTrailerSound(signature)) return [];
    const { errno, what, offset } = message.fault;
    if (errno === "ENOPKG" || !kernel.moduleSigning.verifies) return [];
    return [
      {
        errno,
        departsBy: what,
        offset: signature.signatureOffset + offset,
        signatureLength: signature.signatureLength,
        log: message.log,
      },
    ];
  },
  kernelSays: ({ errno, log }) => ({ errno, log }),

  example: {
    errno: "EBADMSG" as const,
    departsBy: "the element ends too early",
    offset: 8251,
    signatureLength: 400,
    log: [],
  },
  explain: {
    en: ({ departsBy, offset, signatureLength }) => ({
      what: `The signature of ${signatureLength} bytes is no PKCS#7 message that the kernel can read: it finds ${departsBy} at 0x${offset.toString(16)}.`,
      why: "The file was changed after it was signed, or signed with a tool that is not for modules; the kernel refuses such a signature even where it would take an unsigned module.",
      fix: signAgain.en,
    }),
    zh: ({ offset, signatureLength }) => ({
      what: `${signatureLength} 字节的签名不是内核能解析的 PKCS#7 消息：在偏移 0x${offset.toString(16)} 处不符合格式。`,
      why: "文件在签名之后被改动，或者使用了并非用于模块的签名工具；即使允许加载未签名的模块，内核也会拒绝这样的签名。",
      fix: signAgain.zh,
    }),
  },
});
