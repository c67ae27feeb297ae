import type { KernelSays } from "../../analyse/define-check.ts";
import type { Language } from "../../model/fact.ts";
import type { SignaturePolicy } from "../../model/kernel.ts";

/** PKEY_ID_PKCS7 of include/linux/module_signature.h. */
export const PKEY_ID_PKCS7 = 2;

/** The line of mod_check_sig() in kernel/module_signature.c; mod_verify_sig() gives it the name "module", whatever the module's own is. */
export const NOT_PKCS7 = "module: not signed with expected PKCS#7 message";

/**
 * The answer to a module without a signature that the kernel trusts. module_sig_check() in kernel/module/signing.c
 * gives `reason`; security/lockdown/lockdown.c names the process, which nobody knows beforehand.
 */
export function untrustedSays(policy: SignaturePolicy, reason: string, ...before: string[]): KernelSays {
  const line =
    policy === "lockdown"
      ? "Lockdown: …: unsigned module loading is restricted; see man kernel_lockdown.7"
      : `Loading of ${reason} is rejected`;
  return { errno: policy === "lockdown" ? "EPERM" : "EKEYREJECTED", log: [...before, line] };
}

/** What the policy comes from, as part of a sentence. */
export const policyWhy = (policy: SignaturePolicy): Readonly<Record<Language, string>> =>
  policy === "lockdown"
    ? {
        en: "The kernel is locked down, which Secure Boot usually switches on: it takes signed modules only.",
        zh: "内核处于 lockdown 状态（通常由安全启动 Secure Boot 开启）：只接受已签名的模块。",
      }
    : {
        en: "The kernel enforces signatures (`CONFIG_MODULE_SIG_FORCE` or `module.sig_enforce=1`): it takes signed modules only.",
        zh: "内核强制检查签名（`CONFIG_MODULE_SIG_FORCE` 或 `module.sig_enforce=1`）：只接受已签名的模块。",
      };

/** How to get a signature that the kernel trusts. */
export const signIt: Readonly<Record<Language, string>> = {
  en: "Sign it with a key that the kernel trusts (`scripts/sign-file sha256 KEY CERT FILE`) and enrol that key once with `mokutil --import CERT`; DKMS does both with its own key.",
  zh: "请用内核信任的密钥签名（`scripts/sign-file sha256 KEY CERT FILE`），并用 `mokutil --import CERT` 登记一次该密钥；DKMS 会用自己的密钥自动签名。",
};
