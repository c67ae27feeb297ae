/** Keys, certificates and signatures as people make them: with openssl. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCertificate } from "../../src/formats/certificates/certificate.ts";
import type { TrustedCertificate } from "../../src/model/kernel.ts";

/** How a signature is made otherwise than scripts/sign-file does. */
export interface Signing {
  readonly digest?: string;
  /** More options of `openssl cms -sign`; without any, no attributes and no certificates. */
  readonly options?: readonly string[];
}

export interface SigningKey {
  readonly certificate: TrustedCertificate;
  /** The PKCS#7 message of a signature of `content`, by this key and by `others`. */
  sign(content: Uint8Array, signing?: Signing, others?: readonly SigningKey[]): Uint8Array<ArrayBuffer>;
  /** Paths of its private key and its certificate, PEM. */
  readonly key: string;
  readonly pem: string;
}

/** A place for keys. {@link Workshop.close} removes them. */
export interface Workshop {
  /** A new key with its own certificate; `kind` as `openssl req -newkey` and `-pkeyopt` have it. */
  key(name: string, ...kind: readonly string[]): Promise<SigningKey>;
  close(): void;
}

const openssl = (...args: readonly string[]): void =>
  void execFileSync("openssl", args, { stdio: ["ignore", "ignore", "pipe"] });

export function workshop(): Workshop {
  const directory = mkdtempSync(join(tmpdir(), "kofit-signing-"));
  const file = (name: string): string => join(directory, name);
  return {
    async key(name, ...kind) {
      const [key, pem, der] = [file(`${name}.key`), file(`${name}.pem`), file(`${name}.der`)];
      const what = kind.length > 0 ? kind : ["-newkey", "rsa:2048"];
      const subject = ["-subj", `/O=kofit/CN=${name}`, "-days", "9000"];
      openssl("req", "-x509", ...what, "-nodes", "-keyout", key, "-out", pem, ...subject);
      openssl("x509", "-in", pem, "-outform", "DER", "-out", der);
      const certificate = await readCertificate(new Uint8Array(readFileSync(der)), der, 0);
      return {
        certificate,
        key,
        pem,
        sign(content, { digest = "sha256", options = ["-noattr", "-nocerts"] } = {}, others = []) {
          writeFileSync(file("content"), content);
          const signers = [{ key, pem }, ...others].flatMap((by) => ["-signer", by.pem, "-inkey", by.key]);
          const files = ["-in", file("content"), "-out", file("message"), "-outform", "DER"];
          openssl("cms", "-sign", "-binary", "-md", digest, ...options, ...signers, ...files);
          return Uint8Array.from(readFileSync(file("message")));
        },
      };
    },
    close: () => rmSync(directory, { recursive: true }),
  };
}
