import type { LackedNames } from "../../model/crypto.ts";
import type { MessageFault, MessageSigner, SignatureMessage } from "../../model/signature.ts";
import { BerError, type Span } from "./ber.ts";
import { Fault } from "./fault.ts";
import { MessageReader } from "./message-reader.ts";

/** asn1_ber_decoder() in lib/asn1_decoder.c, its limitation (1). */
export const MAX_MESSAGE = 0xffff;

/**
 * Reads a PKCS#7 SignedData message as the kernel does: crypto/asymmetric_keys/pkcs7.asn1, and the functions of
 * pkcs7_parser.c in the order in which they meet the message. Damage is a value: what the kernel says to it.
 *
 * Certificates are taken out of the message and not read. Signatures and certificates are windows on `bytes`.
 *
 * @param lacked names of algorithms that the kernel does not take; absent: those of no kernel are lacking
 */
export function readPkcs7(bytes: Uint8Array, lacked?: LackedNames): SignatureMessage {
  if (lacked) return read(bytes, lacked);
  if (last && sameElsewhere(bytes, last.bytes, last.signature)) {
    const { start, length } = last.signature;
    const signature = bytes.subarray(start, start + length);
    return { ...last.message, signers: [{ ...last.signer, signature }] };
  }
  const message = read(bytes);
  const [signer, second] = message.signers;
  if (signer && !second && !message.fault && message.certificates.length === 0) {
    const start = signer.signature.byteOffset - bytes.byteOffset;
    const signature = { start, length: signer.signature.length };
    last = { bytes: Uint8Array.from(bytes), signature, message, signer };
  }
  return message;
}

/** The last sound message: those of a tree of modules differ in nothing but the signature itself. */
let last:
  | {
      readonly bytes: Uint8Array;
      readonly signature: Span;
      readonly message: SignatureMessage;
      readonly signer: MessageSigner;
    }
  | undefined;

function sameElsewhere(a: Uint8Array, b: Uint8Array, { start, length }: Span): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < start; i += 1) if (a[i] !== b[i]) return false;
  for (let i = start + length; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

function read(bytes: Uint8Array, lacked?: LackedNames): SignatureMessage {
  const reader = new MessageReader(bytes, lacked);
  const done = (fault?: MessageFault): SignatureMessage => ({
    signers: reader.signers,
    certificates: reader.certificates,
    contentType: reader.contentType,
    hasContent: reader.hasContent,
    hasSignedAttributes: reader.hasSignedAttributes,
    log: reader.log,
    ...(fault && { fault }),
  });
  if (bytes.length > MAX_MESSAGE) {
    return done({ errno: "EMSGSIZE", what: `more than ${MAX_MESSAGE} bytes`, offset: 0 });
  }
  try {
    reader.message();
    return done();
  } catch (error) {
    if (error instanceof BerError) {
      return done({ errno: "EBADMSG", what: error.message, offset: error.offset });
    }
    if (!(error instanceof Fault)) throw error;
    if (error.line !== undefined) reader.log.push(error.line);
    return done({ errno: error.errno, what: error.message, offset: reader.offset });
  }
}
