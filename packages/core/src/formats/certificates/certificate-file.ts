import { FormatError } from "../../io/format-error.ts";
import type { TrustedCertificate } from "../../model/kernel.ts";
import { readCertificate } from "./certificate.ts";
import { certificatesFrom, readCertificates } from "./certificate-list.ts";

const PEM = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END/g;

/**
 * The X.509 certificates in a file, as `openssl`, `mokutil --export` and the kernel's own build leave them: DER, one or
 * several behind each other, or PEM, with anything else between.
 *
 * @throws {FormatError} if there is none in it, or one is damaged.
 */
export async function readCertificateFile(bytes: Uint8Array, source: string): Promise<TrustedCertificate[]> {
  const extents = certificatesFrom(bytes, 0, bytes.length);
  const end = extents.at(-1)?.end ?? 0;
  if (extents.length > 0 && end === bytes.length) return readCertificates(bytes, extents, source);
  const text = new TextDecoder("latin1").decode(bytes);
  const encoded = [...text.matchAll(PEM)].map(([, base64 = ""]) => base64);
  if (encoded.length === 0) {
    throw new FormatError(source, end, "X.509 certificates in DER or PEM expected, other bytes found");
  }
  return Promise.all(encoded.map((base64) => readCertificate(decoded(base64, source), source, 0)));
}

function decoded(base64: string, source: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64.replaceAll(/\s/g, "")), (char) => char.charCodeAt(0));
  } catch {
    throw new FormatError(source, 0, "a certificate in PEM expected, its base64 is damaged");
  }
}
