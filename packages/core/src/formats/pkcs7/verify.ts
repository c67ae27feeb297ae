import type { TrustedCertificate } from "../../model/kernel.ts";
import type { MessageSigner } from "../../model/signature.ts";
import { BerError, BerReader, tag } from "./ber.ts";
import { dotted } from "./oids.ts";

/** Digests that the platform's WebCrypto has everywhere. */
const hashes: ReadonlyMap<string, string> = new Map([
  ["sha1", "SHA-1"],
  ["sha256", "SHA-256"],
  ["sha384", "SHA-384"],
  ["sha512", "SHA-512"],
]);

const RSA = "1.2.840.113549.1.1.1";
const ELLIPTIC = "1.2.840.10045.2.1";

/** Curves by object identifier: their name, and the bytes of a coordinate. The kernel's ecdsa has no others. */
const curves: ReadonlyMap<string, { readonly name: string; readonly size: number }> = new Map([
  ["1.2.840.10045.3.1.7", { name: "P-256", size: 32 }],
  ["1.3.132.0.34", { name: "P-384", size: 48 }],
  ["1.3.132.0.35", { name: "P-521", size: 66 }],
]);

/**
 * Whether `signer` signed `bytes` with the key of `certificate`: public_key_verify_signature() in
 * crypto/asymmetric_keys/public_key.c. `undefined` where this cannot be computed here: SHA-224, SHA-3, keys that are
 * neither RSA nor on a curve of NIST.
 */
export async function verifies(
  { algorithm, digest, signature }: MessageSigner,
  certificate: TrustedCertificate,
  bytes: () => Promise<Uint8Array>,
): Promise<boolean | undefined> {
  const key = keyKind(certificate.publicKey);
  const hash = hashes.get(digest);
  if (!key || hash === undefined) return undefined;
  // A signature names its algorithm, and the key has to be of the same.
  if (algorithm !== (key.curve ? "ecdsa" : "rsa")) return false;
  const raw = key.curve ? rawSignature(signature, key.curve.size) : signature;
  if (!raw) return false;
  const scheme: Scheme = key.curve
    ? { name: "ECDSA", namedCurve: key.curve.name, hash }
    : { name: "RSASSA-PKCS1-v1_5", hash };
  const imported = await importedKey(certificate, scheme);
  return imported && crypto.subtle.verify(scheme, imported, unshared(raw), unshared(await bytes()));
}

/** The same bytes as WebCrypto takes them: not in memory that threads share. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, length) : Uint8Array.from(bytes);
}

/** As WebCrypto wants it. */
interface Scheme {
  readonly name: string;
  readonly namedCurve?: string;
  readonly hash: string;
}

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** Of one certificate with one digest, a whole tree is signed. */
const keys = new WeakMap<TrustedCertificate, Map<string, Promise<Key | undefined>>>();

/** The certificate's key; `undefined` when the platform does not take it. */
function importedKey(certificate: TrustedCertificate, scheme: Scheme): Promise<Key | undefined> {
  const ofCertificate = keys.get(certificate) ?? new Map<string, Promise<Key | undefined>>();
  keys.set(certificate, ofCertificate);
  const found = ofCertificate.get(scheme.hash);
  if (found) return found;
  const key = crypto.subtle
    .importKey("spki", unshared(certificate.publicKey), scheme, false, ["verify"])
    .catch(() => undefined);
  ofCertificate.set(scheme.hash, key);
  return key;
}

/** What kind of key a SubjectPublicKeyInfo holds; `undefined` for one that cannot be used here. */
function keyKind(
  publicKey: Uint8Array,
): { readonly curve?: { readonly name: string; readonly size: number } } | undefined {
  const ber = new BerReader(publicKey);
  let [algorithm, parameter] = ["", ""];
  try {
    ber.constructed(tag.sequence, () => {
      ber.constructed(tag.sequence, () => {
        algorithm = dotted(ber.bytesOf(ber.primitive(tag.oid)));
        if (algorithm === ELLIPTIC) parameter = dotted(ber.bytesOf(ber.primitive(tag.oid)));
        else ber.optionalAny();
      });
      ber.any();
    });
  } catch (error) {
    if (!(error instanceof BerError)) throw error;
    return undefined;
  }
  if (algorithm === RSA) return {};
  const curve = curves.get(parameter);
  return curve && { curve };
}

/** `ECDSA-Sig-Value`, two numbers in DER, as the coordinates alone; `undefined` where it is none. crypto/ecdsasignature.asn1 */
function rawSignature(signature: Uint8Array, size: number): Uint8Array | undefined {
  const ber = new BerReader(signature);
  const raw = new Uint8Array(2 * size);
  try {
    let end = 0;
    ber.constructed(tag.sequence, () => {
      for (let i = 0; i < 2; i += 1) {
        end += size;
        const number = ber.bytesOf(ber.primitive(tag.integer));
        const digits = number.subarray(number.findIndex((byte) => byte !== 0));
        if (digits.length > size) throw new BerError("a number larger than the curve", ber.offset);
        raw.set(digits, end - digits.length);
      }
    });
    return raw;
  } catch (error) {
    if (!(error instanceof BerError)) throw error;
    return undefined;
  }
}
