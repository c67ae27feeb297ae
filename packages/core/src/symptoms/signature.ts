import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst } from "./shared/words.ts";

export default defineSymptom({
  id: "signature",
  title: { en: "The kernel wants a signature that it trusts", zh: "内核要求可信的签名" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "rejected",
      needle: "Loading of ",
      // module_sig_check() in kernel/module/signing.c
      pattern:
        /Loading of (?<found>unsigned module|module with unsupported crypto|module with unavailable key) is rejected/,
      checks: ["module-unsigned", "signature-not-pkcs7", "signature-unsupported-crypto", "signer-untrusted"],
      example: "Loading of unsigned module is rejected",
    },
    {
      id: "unknown-key",
      needle: "Request for unknown module key",
      // kernels before 5.x; the errno follows
      pattern: /Request for unknown module key '?(?<found>[^']*)/,
      example: "Request for unknown module key 'vloop: Debian signing key: 3ffb026dadef6e0b' err -11",
    },
    {
      id: "untrusted",
      needle: " signature not signed with a trusted key",
      pattern: /PKCS#?7 signature not signed with a trusted key/,
      example: "PKCS#7 signature not signed with a trusted key",
    },
    {
      id: "hash-blacklisted",
      needle: "is blacklisted",
      pattern: /Module hash \S* ?is blacklisted/,
      example: "Module hash 0fa4c2 is blacklisted",
    },
    {
      id: "message",
      needle: [
        "PKCS#7 signature info has unexpected",
        "PKCS#7 signature with non-detached data",
        "PKCS7: Data already supplied",
        "PKCS7: Only support pkcs7_signedData",
        "PKCS7: S/MIME Caps only allowed",
        "PKCS7: Invalid module sig",
      ],
      // mod_check_sig() in kernel/module_signature.c, crypto/asymmetric_keys/pkcs7_parser.c
      pattern:
        /PKCS#7 signature info has unexpected|PKCS#7 signature with non-detached data|PKCS7: Data already supplied|PKCS7: Only support pkcs7_signedData|PKCS7: S\/MIME Caps only allowed|PKCS7: Invalid module sig/,
      checks: [
        "signature-malformed",
        "signature-message-damaged",
        "signature-of-attributes",
        "signature-with-content",
      ],
      example: "module: PKCS#7 signature info has unexpected non-zero params",
    },
    {
      id: "unknown-kind",
      needle: ["not signed with expected PKCS#7 message", "PKCS7: Unknown OID", "Unsupported digest algo"],
      // A kernel that does not insist on signatures goes on.
      pattern: /not signed with expected PKCS#7 message|PKCS7: Unknown OID|Unsupported digest algo/,
      strength: "sign",
      checks: [
        "signature-not-pkcs7",
        "signature-not-pkcs7-ignored",
        "signature-unsupported-crypto",
        "signature-unsupported-crypto-ignored",
      ],
      example: "module: not signed with expected PKCS#7 message",
    },
    {
      id: "errno",
      needle: [
        "Key was rejected by service",
        "equired key not available",
        ": Bad message",
        "Key has been revoked",
        "Key has expired",
      ],
      // EKEYREJECTED, ENOKEY, EBADMSG, EKEYREVOKED and EKEYEXPIRED, as the C library says them
      pattern:
        /\b(?:insert|insmod|modprobe)\b.*?'?(?<module>[^\s:']+)'?(?:: Key was rejected by service|: [Rr]equired key not available|: Key has been revoked|: Key has expired|: Bad message)/,
      strength: "errno",
      example: "modprobe: ERROR: could not insert 'r8126': Key was rejected by service",
    },
    {
      id: "dkms-no-config",
      needle: "not found, modules won't be signed",
      pattern: /Kernel config (?<file>\S*) not found, modules won't be signed/,
      strength: "sign",
      example: "Kernel config /lib/modules/6.12.0/build/.config not found, modules won't be signed",
    },
  ],
  explains: ["lockdown"],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: seen.signatures.every((id) => id === "dkms-no-config")
        ? "DKMS did not sign the module, because it found no configuration of the kernel in the headers."
        : `${moduleFirst(seen, "en")} is not signed by a key that this kernel trusts, and it insists on that (Secure Boot, \`module.sig_enforce\` or lockdown).`,
      why: "The key was made but never enrolled (the blue screen after the reboot was passed over), the file was stripped or packed after it was signed, DKMS signed with another key than the enrolled one, or it was not signed at all.",
      fix: "`sudo mokutil --import /var/lib/dkms/mok.pub` (Ubuntu: `/var/lib/shim-signed/mok/MOK.der`), reboot, and confirm in the blue screen; then `sudo dkms install --force NAME/VERSION`. `modinfo -F signer MODULE.ko` names the signer, `mokutil --list-enrolled` the keys.",
    }),
    zh: (seen) => ({
      what: seen.signatures.every((id) => id === "dkms-no-config")
        ? "DKMS 没有给模块签名，因为头文件中找不到内核配置。"
        : `${moduleFirst(seen, "zh")} 没有该内核信任的密钥的签名，而内核要求签名（安全启动、\`module.sig_enforce\` 或 lockdown）。`,
      why: "密钥已生成但没有注册（重启后的蓝色界面被跳过）、文件在签名之后被 strip 或压缩、DKMS 使用了与已注册密钥不同的密钥，或根本没有签名。",
      fix: "运行 `sudo mokutil --import /var/lib/dkms/mok.pub`（Ubuntu：`/var/lib/shim-signed/mok/MOK.der`），重启并在蓝色界面确认，然后运行 `sudo dkms install --force 名称/版本`。`modinfo -F signer MODULE.ko` 显示签名者，`mokutil --list-enrolled` 列出已注册的密钥。",
    }),
  },
});
