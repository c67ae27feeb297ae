import type { KernelSays } from "../../analyse/define-check.ts";
import type { Language } from "../../model/fact.ts";
import { type Config, configured } from "../../model/config.ts";
import type { SignaturePolicy } from "../../model/kernel.ts";
import type { SignatureTrailer } from "../../model/module.ts";
import type { MessageSigner, SignatureMessage, SignatureTrust } from "../../model/signature.ts";
import { failsClosed } from "./debian.ts";

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

/** The message of a signature whose signer the kernel comes to look for; `undefined` where it stops before. */
export function messageToVerify(signature: SignatureTrailer | undefined): SignatureMessage | undefined {
  const message = signature?.message;
  if (!message || !isTrailerSound(signature)) return undefined;
  const isRead = !message.fault || message.fault.errno === "ENOPKG";
  const isOfModule = !message.hasSignedAttributes && message.contentType === "data" && !message.hasContent;
  return isRead && isOfModule ? message : undefined;
}

/**
 * What the kernel prints of a message whose key it does not find. Debian's looks into the keys of the firmware, too, and
 * reads the message once more for it: "KEYS: Make use of platform keyring for module signature verify".
 */
export function linesWithoutKey(
  { log }: SignatureMessage,
  kernel: { readonly release: string; readonly config: Config },
): readonly string[] {
  if (log.length === 0) return log;
  const twice = failsClosed(kernel) && configured(kernel.config, "CONFIG_INTEGRITY_PLATFORM_KEYRING");
  return twice ? [...log, ...log] : log;
}

/** mod_check_sig() in kernel/module_signature.c: whether all but length and type is zero. */
export const isTrailerSound = (signature: SignatureTrailer): boolean =>
  signature.algo + signature.hash + signature.signerLength + signature.keyIdLength === 0 &&
  signature.nonZeroPadding === undefined;

/** Who signed, as a person finds the key: the issuer's name or the key's number; `undefined` when the message names nobody. */
export function nameOfSigner(signer: MessageSigner | undefined): string | undefined {
  if (!signer) return undefined;
  const { issuer, serial, subjectKeyId } = signer;
  return issuer ?? (subjectKeyId === undefined ? serial : `key ${subjectKeyId}`);
}

/** module_sig_check(): ENODATA, ENOPKG and ENOKEY, where they do not matter. `false` where nobody compared the keys. */
export function countsAsUnsigned(
  signature: SignatureTrailer | undefined,
  trust: SignatureTrust | "unverified",
): boolean {
  if (!signature) return true;
  if (signature.signatureOffset > 0 && signature.idType !== PKEY_ID_PKCS7) return true;
  return messageToVerify(signature) !== undefined && (trust === "unknownKey" || trust === "unsupported");
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

/** How to get rid of a signature that cannot be used. */
export const signAgain: Readonly<Record<Language, string>> = {
  en: "Get the module again, or remove the signature with `strip --strip-debug FILE` and sign it again with the kernel's `scripts/sign-file`.",
  zh: "请重新获取该模块，或用 `strip --strip-debug FILE` 去掉签名，再用内核的 `scripts/sign-file` 重新签名。",
};

/** What becomes of a module whose signature the kernel cannot verify, where it wants none. */
export const unverifiedWhy: Readonly<Record<Language, string>> = {
  en: "This kernel loads unsigned modules too, and this one like those, which taints it (E).",
  zh: "该内核也会加载未签名的模块，因此会照常加载此模块，并给内核带上污染标记 E。",
};

/** Algorithm and digest in words; each is `null` where the message names one that kofit has no name for. */
export function madeWith({
  algorithm,
  digest,
}: {
  readonly algorithm: string | null;
  readonly digest: string | null;
}): Readonly<Record<Language, string>> {
  return algorithm === null || digest === null
    ? { en: "an algorithm of its own", zh: "一种特殊算法" }
    : { en: `${algorithm} and ${digest}`, zh: `${algorithm} 和 ${digest}` };
}
