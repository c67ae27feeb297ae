import type * as Asn1Library from "asn1js";
import { FormatError } from "../../io/format-error.ts";

/** Who signed a PKCS#7 message, and with which digest. RFC 2315, RFC 5652; the kernel's own reader is crypto/asymmetric_keys/pkcs7.asn1. */
export interface Pkcs7Signer {
  /** Common name of the issuer of the signer's certificate; absent when the message names a key instead. */
  readonly issuer?: string;
  /** Serial number of that certificate, hex. */
  readonly serial?: string;
  /** Subject key identifier, hex; absent when the message names issuer and serial number instead. */
  readonly subjectKeyId?: string;
  /** `"sha256"`; the object identifier where kofit has no name for it. */
  readonly digest: string;
  /** What the kernel finds the key by, hex: the key identifier, or serial number and issuer. asymmetric_key_generate_id() */
  readonly id: string;
}

type Asn1 = typeof Asn1Library;
type Block = Asn1Library.BaseBlock;

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const COMMON_NAME = "2.5.4.3";
const CONTEXT_SPECIFIC = 3;

/** Digests that the kernel knows, include/linux/oid_registry.h. */
const digests: ReadonlyMap<string, string> = new Map([
  ["1.3.14.3.2.26", "sha1"],
  ["2.16.840.1.101.3.4.2.1", "sha256"],
  ["2.16.840.1.101.3.4.2.2", "sha384"],
  ["2.16.840.1.101.3.4.2.3", "sha512"],
  ["2.16.840.1.101.3.4.2.4", "sha224"],
  ["2.16.840.1.101.3.4.2.8", "sha3-256"],
  ["2.16.840.1.101.3.4.2.9", "sha3-384"],
  ["2.16.840.1.101.3.4.2.10", "sha3-512"],
  ["1.2.156.10197.1.401", "sm3"],
]);

/**
 * The signers of a PKCS#7 SignedData message that stands at `offset` of the input `source`. The ASN.1 library is
 * loaded when this is called for the first time.
 *
 * @throws {FormatError} if the bytes are no such message.
 */
export async function readPkcs7Signers(
  bytes: Uint8Array,
  source: string,
  offset: number,
): Promise<Pkcs7Signer[]> {
  const asn1 = await import("asn1js");
  const fail = (what: string): never => {
    throw new FormatError(source, offset, what);
  };
  const expect = <T>(value: T | undefined, what: string): T =>
    value === undefined ? fail(`PKCS#7: ${what} expected, something else found`) : value;

  const root = decode(asn1, bytes) ?? fail("PKCS#7: a DER message expected, its encoding is damaged");
  const [type, content] = children(asn1, root);
  if (objectId(asn1, type) !== SIGNED_DATA)
    fail("PKCS#7: a signedData message expected, something else found");
  const [signedData] = children(asn1, expect(content, "the content"));
  const infos = expect(children(asn1, expect(signedData, "signedData")).at(-1), "signerInfos");
  return children(asn1, infos).map((info) => {
    const [, who, algorithm] = children(asn1, info);
    const oid = expect(
      objectId(asn1, children(asn1, expect(algorithm, "a digest algorithm"))[0]),
      "a digest algorithm",
    );
    return {
      ...expect(identity(asn1, expect(who, "a signer")), "a signer"),
      digest: digests.get(oid) ?? oid,
    };
  });
}

/** The library reports damage in its result or, in odd places, by an exception of no particular kind. */
function decode(asn1: Asn1, bytes: Uint8Array): Block | undefined {
  try {
    const { offset, result } = asn1.fromBER(bytes);
    return offset < 0 ? undefined : result;
  } catch {
    return undefined;
  }
}

function children(asn1: Asn1, block: Block): readonly Block[] {
  return block instanceof asn1.Constructed
    ? block.valueBlock.value.filter((b) => b instanceof asn1.BaseBlock)
    : [];
}

function objectId(asn1: Asn1, block: Block | undefined): string | undefined {
  return block instanceof asn1.ObjectIdentifier ? block.getValue() : undefined;
}

/** `SignerIdentifier ::= CHOICE { IssuerAndSerialNumber, [0] SubjectKeyIdentifier }` */
function identity(asn1: Asn1, who: Block): Omit<Pkcs7Signer, "digest"> | undefined {
  if (who instanceof asn1.Primitive && who.idBlock.tagClass === CONTEXT_SPECIFIC) {
    const subjectKeyId = hex(who.valueBlock.valueHexView);
    return { subjectKeyId, id: subjectKeyId };
  }
  const [name, number] = children(asn1, who);
  if (!(number instanceof asn1.Integer) || !name) return undefined;
  const serial = hex(contentOf(number));
  const issuer = commonName(asn1, name);
  return { ...(issuer !== undefined && { issuer }), serial, id: serial + hex(contentOf(name)) };
}

/** `Name ::= SEQUENCE OF SET OF SEQUENCE { type, value }`: the last common name, which is the most specific. */
function commonName(asn1: Asn1, name: Block): string | undefined {
  let found: string | undefined;
  for (const attribute of children(asn1, name).flatMap((set) => children(asn1, set))) {
    const [type, value] = children(asn1, attribute);
    if (objectId(asn1, type) === COMMON_NAME && value instanceof asn1.BaseStringBlock)
      found = value.getValue();
  }
  return found;
}

/** A block's bytes as they stand in the message, without tag and length. */
function contentOf(block: Block): Uint8Array {
  return block.valueBeforeDecodeView.subarray(block.idBlock.blockLength + block.lenBlock.blockLength);
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
