import { defineCheck } from "../analyse/define-check.ts";
import { moduleOf } from "../model/crypto.ts";
import { messageToVerify } from "./shared/signature.ts";

export default defineCheck({
  id: "signature-digest-module",
  title: {
    en: "The digest of the signature is a module of its own",
    zh: "签名的摘要算法是一个单独的模块",
  },
  effect: "note",
  needs: {
    kernel: ["signaturePolicy", "config"],
    module: ["signature", "signatureTrust"],
    state: ["loaded"],
  },
  // pkcs7_digest() in crypto/asymmetric_keys/pkcs7_verify.c, crypto_alg_mod_lookup() in crypto/api.c. Where it is told what
  // is loaded, the verdict goes by that.
  run: ({ kernel, module, state }) => {
    const message = messageToVerify(module.signature);
    if (!message || kernel.signaturePolicy === "permissive" || state.loaded !== undefined) return [];
    if (module.signatureTrust === "unsupported") return [];
    for (const { digest } of message.signers) {
      const found = moduleOf(digest, kernel.config);
      if (found) return [{ digest, ...found }];
    }
    return [];
  },

  example: { digest: "sha512", option: "CONFIG_CRYPTO_SHA512", modules: "sha512" },
  explain: {
    en: ({ digest, option, modules }) => ({
      what: `The signature is made with ${digest}, whose code is a module in this kernel (\`${option}=m\`): the verdict takes it that modprobe finds and loads it.`,
      why: "The kernel asks for it while it verifies the signature; where it does not come, as in an initramfs without it, the signature counts as one with unsupported cryptography, and the module is refused.",
      fix: `Have the module \`${modules}…\` loaded before, or sign with SHA-256; kofit goes by what is loaded where \`--loaded\` tells it.`,
    }),
    zh: ({ digest, option, modules }) => ({
      what: `签名使用 ${digest}，其代码在该内核中是一个模块（\`${option}=m\`）：这里假定 modprobe 能找到并加载它。`,
      why: "内核在验证签名时才请求加载它；如果加载不到（例如 initramfs 中没有），签名就被视为使用了不支持的密码算法，模块会被拒绝。",
      fix: `请事先加载模块 \`${modules}…\`，或改用 SHA-256 签名；用 \`--loaded\` 说明已加载的模块后，kofit 会据此判断。`,
    }),
  },
});
