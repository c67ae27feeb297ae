import { certificateBeside, machineOwnerKeys, type NotSigned, type SigningKey } from "@kofit/build";
import { type Config, configValue, InputError, type Text } from "@kofit/core";
import { existsSync } from "node:fs";
import { UsageError } from "../frame/usage-error.ts";
import type { Failure } from "./report.ts";

/**
 * The key that the options name; `undefined`: nothing is to be signed.
 *
 * @throws {UsageError} if a certificate is named without its key, or none is found beside the key.
 * @throws {InputError} if a file is not there.
 */
export function signingKeyOf(given: {
  readonly key: string | undefined;
  readonly certificate: string | undefined;
}): SigningKey | undefined {
  const { key } = given;
  if (key === undefined) {
    if (given.certificate === undefined) return undefined;
    throw new UsageError({
      en: "--sign-cert names a certificate; --sign-key has to name its key",
      zh: "--sign-cert 指定的是证书；还需用 --sign-key 指定其密钥",
    });
  }
  const inHardware = key.startsWith("pkcs11:");
  if (!inHardware) requireFile(key);
  const certificate = given.certificate ?? (inHardware ? undefined : certificateBeside(key));
  if (certificate === undefined) {
    throw new UsageError({
      en: `there is no certificate beside ${key} (.pub, .der, .x509, .crt, .pem): name it with --sign-cert`,
      zh: `${key} 旁没有证书（.pub、.der、.x509、.crt、.pem）：请用 --sign-cert 指定`,
    });
  }
  requireFile(certificate);
  return { key, certificate };
}

function requireFile(path: string): void {
  if (existsSync(path)) return;
  throw new InputError({
    en: `${path}: there is no such file, or it may not be read`,
    zh: `${path}：没有这个文件，或无权读取`,
  });
}

/** CONFIG_MODULE_SIG_HASH of the headers; absent where the kernel knows no signatures. */
export const signatureHash = (config: Config | undefined): string | undefined =>
  config === undefined ? undefined : configValue(config, "CONFIG_MODULE_SIG_HASH");

export const notSigned = ({ module, why, output }: NotSigned): Failure => ({
  stopped: "not-signed",
  what:
    why === "no-program"
      ? {
          en: `${module} was built and not signed: these headers have no ${output}`,
          zh: `${module} 已编译但未签名：这些头文件中没有 ${output}`,
        }
      : { en: `${module} was built and could not be signed`, zh: `${module} 已编译，但签名失败` },
  command: "scripts/sign-file",
  causes: [],
  lines: why === "failed" ? output.trim().split("\n").slice(-3) : [],
});

/** Where the kernel wants a signature, and the machine's owner has a key here. */
export function keyHint(wanted: boolean): readonly Text[] {
  const [found] = machineOwnerKeys();
  if (!wanted || !found) return [];
  const option = `--sign-key ${found.key} --sign-cert ${found.certificate}`;
  return [
    {
      en: `this kernel wants signed modules, and a key of this machine's owner is here: ${option}`,
      zh: `该内核要求模块带有签名，而本机有机主密钥（MOK）：${option}`,
    },
  ];
}
