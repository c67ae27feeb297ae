/** A PKCS#7 message behind a module, as pkcs7_parse_message() in crypto/asymmetric_keys/pkcs7_parser.c reads it. */
export interface SignatureMessage {
  /** As far as they were read: of a message with a fault, those before it. */
  readonly signers: readonly MessageSigner[];
  /** X.509 certificates that the message carries, in DER; sign-file writes none. */
  readonly certificates: readonly Uint8Array[];
  /** `"other"` is Microsoft's Authenticode. */
  readonly contentType: "data" | "other";
  /** Whether the message holds the signed bytes itself. */
  readonly hasContent: boolean;
  /** Whether not the module is signed, but attributes that name its digest. */
  readonly hasSignedAttributes: boolean;
  /** What the kernel prints while it reads the message. */
  readonly log: readonly string[];
  /** Why the kernel does not read the message to its end; absent when it does. */
  readonly fault?: MessageFault;
}

export interface MessageFault {
  /** `"ENOPKG"`: the message names an algorithm that the kernel does not know, and counts as one by an unknown key. */
  readonly errno: "EBADMSG" | "EINVAL" | "EKEYREJECTED" | "EMSGSIZE" | "ENOPKG";
  /** In words, English: `"a length of too many bytes"`. */
  readonly what: string;
  /** In bytes from the start of the message. */
  readonly offset: number;
}

/** `SignerInfo` of RFC 2315. Bytes as hex are lower case. */
export interface MessageSigner {
  /** What the kernel finds the key by, hex: the key's identifier, or serial number and issuer. asymmetric_key_generate_id() */
  readonly id: string;
  /** Common name of the issuer of the signer's certificate; absent when the message names a key instead, or it has none. */
  readonly issuer?: string;
  /** Serial number of that certificate, hex; absent when the message names a key instead. */
  readonly serial?: string;
  /** Subject key identifier, hex; absent when the message names issuer and serial number instead. */
  readonly subjectKeyId?: string;
  /** As the kernel's crypto API calls it: `"sha256"`. */
  readonly digest: string;
  /** `"rsa"`, `"ecdsa"`, `"ecdsa-sha3"`, `"ecrdsa"`, `"sm2"`, `"mldsa65"` … */
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

/** How a module's signature stands against the keys that the kernel trusts. pkcs7_verify(), then pkcs7_validate_trust(). */
export type SignatureTrust =
  /** A trusted key made it, of these bytes. */
  | "trusted"
  /** It is said to be by a key that is known, and is not by this key, or not of these bytes. */
  | "altered"
  /** No trusted key made it. */
  | "unknownKey"
  /** The kernel lacks the digest that it is made with. */
  | "unsupported";
