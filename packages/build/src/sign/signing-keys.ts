import { existsSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/** A key that modules are signed with, and the certificate by which a kernel knows it. */
export interface SigningKey {
  /** PEM, or a `pkcs11:` URI. */
  readonly key: string;
  /** DER or PEM. */
  readonly certificate: string;
}

/** Where DKMS and Ubuntu's shim-signed keep the key of the machine's owner: prepare_signing() of dkms. */
const places: readonly SigningKey[] = [
  { key: "/var/lib/dkms/mok.key", certificate: "/var/lib/dkms/mok.pub" },
  { key: "/var/lib/shim-signed/mok/MOK.priv", certificate: "/var/lib/shim-signed/mok/MOK.der" },
];

/** Keys of the machine's owner (MOK) that are there. */
export const machineOwnerKeys = (among: readonly SigningKey[] = places): readonly SigningKey[] =>
  among.filter(({ key, certificate }) => existsSync(key) && existsSync(certificate));

/** What a certificate beside its key is called. */
const EXTENSIONS = [".pub", ".der", ".x509", ".crt", ".cer", ".pem"];

/** The certificate that stands beside a key: the same name with another ending; `undefined` where there is none. */
export function certificateBeside(key: string): string | undefined {
  const stem = key.slice(0, key.length - extname(key).length);
  const names = EXTENSIONS.map((extension) => stem + extension).filter((path) => path !== key);
  const kernel = join(dirname(key), "signing_key.x509");
  return [...names, ...(key.endsWith("signing_key.pem") ? [kernel] : [])].find((path) => existsSync(path));
}
