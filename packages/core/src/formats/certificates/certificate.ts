import type * as Asn1Library from "asn1js";
import { FormatError } from "../../io/format-error.ts";
import { hexOf } from "../../model/bytes.ts";
import type { TrustedCertificate } from "../../model/kernel.ts";

type Asn1 = typeof Asn1Library;
type Block = Asn1Library.BaseBlock;

const COMMON_NAME = "2.5.4.3";
const SUBJECT_KEY_ID = "2.5.29.14";
const CONTEXT_SPECIFIC = 3;
/** [0] EXPLICIT version and [3] EXPLICIT extensions of TBSCertificate. */
const VERSION = 0;
const EXTENSIONS = 3;

/**
 * The X.509 certificate that `der` is, and that stands at `offset` of the input `source`. The ASN.1 library is loaded when
 * this is called for the first time. RFC 5280, 4.1.
 *
 * @throws {FormatError} if the bytes are no certificate.
 */
export async function readCertificate(
  der: Uint8Array,
  source: string,
  offset: number,
): Promise<TrustedCertificate> {
  const asn1 = await import("asn1js");
  const certificate = decode(asn1, der);
  const [tbs] = certificate ? children(asn1, certificate) : [];
  const fields = tbs ? children(asn1, tbs) : [];
  const rest = isContext(fields[0], VERSION) ? fields.slice(1) : fields;
  const [serial, , issuer, , subject, publicKey, ...optional] = rest;
  if (!(serial instanceof asn1.Integer) || !issuer || !subject || !publicKey) {
    throw new FormatError(source, offset, "an X.509 certificate in DER expected, other bytes found");
  }
  const name = commonName(asn1, subject);
  const keyId = subjectKeyId(asn1, optional);
  return {
    der,
    serial: hexOf(contentOf(serial)),
    issuer: hexOf(contentOf(issuer)),
    ...(name !== undefined && { subject: name }),
    ...(keyId && { subjectKeyId: hexOf(keyId) }),
    publicKey: publicKey.valueBeforeDecodeView,
  };
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

const isContext = (block: Block | undefined, number: number): boolean =>
  block?.idBlock.tagClass === CONTEXT_SPECIFIC && block.idBlock.tagNumber === number;

const objectId = (asn1: Asn1, block: Block | undefined): string | undefined =>
  block instanceof asn1.ObjectIdentifier ? block.getValue() : undefined;

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

/** `Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue OCTET STRING }`, whose content is an OCTET STRING here. */
function subjectKeyId(asn1: Asn1, optional: readonly Block[]): Uint8Array | undefined {
  const explicit = optional.find((block) => isContext(block, EXTENSIONS));
  const [list] = explicit ? children(asn1, explicit) : [];
  for (const extension of list ? children(asn1, list) : []) {
    const parts = children(asn1, extension);
    const value = parts.at(-1);
    if (objectId(asn1, parts[0]) !== SUBJECT_KEY_ID || !(value instanceof asn1.OctetString)) continue;
    const inner = decode(asn1, value.valueBlock.valueHexView);
    if (inner instanceof asn1.OctetString) return inner.valueBlock.valueHexView;
  }
  return undefined;
}

/** A block's bytes as they stand in the certificate, without tag and length. */
function contentOf(block: Block): Uint8Array {
  return block.valueBeforeDecodeView.subarray(block.idBlock.blockLength + block.lenBlock.blockLength);
}
