// Object identifiers that a kernel has a name for, include/linux/oid_registry.h, as far as they may stand in a message.
// Any other is told in its log.

export const SIGNED_DATA = "1.2.840.113549.1.7.2";
export const DATA = "1.2.840.113549.1.7.1";
export const INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4";
export const COMMON_NAME = "2.5.4.3";

/** Digests by their name in the kernel's crypto API. pkcs7_sig_note_digest_algo() in crypto/asymmetric_keys/pkcs7_parser.c */
export const digests: ReadonlyMap<string, string> = new Map([
  ["1.2.840.113549.2.4", "md4"],
  ["1.2.840.113549.2.5", "md5"],
  ["1.3.14.3.2.26", "sha1"],
  ["2.16.840.1.101.3.4.2.4", "sha224"],
  ["2.16.840.1.101.3.4.2.1", "sha256"],
  ["2.16.840.1.101.3.4.2.2", "sha384"],
  ["2.16.840.1.101.3.4.2.3", "sha512"],
  ["2.16.840.1.101.3.4.2.8", "sha3-256"],
  ["2.16.840.1.101.3.4.2.9", "sha3-384"],
  ["2.16.840.1.101.3.4.2.10", "sha3-512"],
  ["1.2.156.10197.1.401", "sm3"],
  ["1.2.643.7.1.1.2.2", "streebog256"],
  ["1.2.643.7.1.1.2.3", "streebog512"],
]);

/** Signature algorithms, of the same file: pkcs7_sig_note_pkey_algo(). */
export const algorithms: ReadonlyMap<string, string> = new Map([
  ["1.2.840.113549.1.1.1", "rsa"],
  ["1.2.840.10045.4.1", "ecdsa"],
  ["1.2.840.10045.4.3.1", "ecdsa"],
  ["1.2.840.10045.4.3.2", "ecdsa"],
  ["1.2.840.10045.4.3.3", "ecdsa"],
  ["1.2.840.10045.4.3.4", "ecdsa"],
  ["2.16.840.1.101.3.4.3.10", "ecdsa-sha3"],
  ["2.16.840.1.101.3.4.3.11", "ecdsa-sha3"],
  ["2.16.840.1.101.3.4.3.12", "ecdsa-sha3"],
  ["1.2.156.10197.1.501", "sm2"],
  ["1.2.643.7.1.1.1.1", "ecrdsa"],
  ["1.2.643.7.1.1.1.2", "ecrdsa"],
  ["2.16.840.1.101.3.4.3.17", "mldsa44"],
  ["2.16.840.1.101.3.4.3.18", "mldsa65"],
  ["2.16.840.1.101.3.4.3.19", "mldsa87"],
]);

/** Attributes of a name, and what else is met beside algorithms. */
const others: ReadonlySet<string> = new Set([
  SIGNED_DATA,
  DATA,
  INDIRECT_DATA,
  "1.2.840.10045.2.1",
  "1.2.840.113549.1.1.5",
  "1.2.840.113549.1.1.11",
  "1.2.840.113549.1.1.12",
  "1.2.840.113549.1.1.13",
  "1.2.840.113549.1.1.14",
  "1.2.840.113549.1.9.1",
  "1.2.840.113549.1.9.3",
  "1.2.840.113549.1.9.4",
  "1.2.840.113549.1.9.5",
  "1.2.840.113549.1.9.15",
  "1.3.6.1.4.1.311.2.1.11",
  "1.3.6.1.4.1.311.2.1.12",
  ...[3, 4, 6, 7, 8, 10, 11, 12, 13, 41, 42, 43, 44].map((attribute) => `2.5.4.${attribute}`),
]);

/** The name in `names` of an object identifier as {@link named} gives it. */
export const nameIn = (names: ReadonlyMap<string, string>, oid: string | undefined): string | undefined =>
  oid === undefined ? undefined : names.get(oid);

/** An object identifier in dots; `undefined` where look_up_OID() in lib/oid_registry.c, which compares bytes, finds no name. */
export function named(content: Uint8Array): string | undefined {
  const oid = dotted(content);
  if (!digests.has(oid) && !algorithms.has(oid) && !others.has(oid)) return undefined;
  // A number must not begin with zeros: these are other bytes.
  const padded = content.some((byte, i) => byte === 0x80 && (content[i - 1] ?? 0) < 0x80);
  return padded ? undefined : oid;
}

/** sprint_oid() writes at most this into the buffer of pkcs7_note_OID(). */
const MAX_PRINTED = 49;

/** An object identifier in dots, from its content. sprint_oid() in lib/oid_registry.c prints it so. */
export function dotted(content: Uint8Array): string {
  const [first, ...rest] = content;
  if (first === undefined) return "(bad)";
  let printed = `${Math.floor(first / 40)}.${first % 40}`;
  let number = 0n;
  for (const byte of rest) {
    number = BigInt.asUintN(64, (number << 7n) | BigInt(byte & 0x7f));
    if (byte >= 0x80) continue;
    printed += `.${number}`;
    number = 0n;
  }
  return (rest.length > 0 && (rest.at(-1) ?? 0) >= 0x80 ? `${printed}(bad)` : printed).slice(0, MAX_PRINTED);
}
