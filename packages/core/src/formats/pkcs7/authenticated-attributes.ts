import type { SignatureMessage } from "../../model/signature.ts";
import { tag } from "./ber.ts";
import { Fault } from "./fault.ts";
import { DATA, INDIRECT_DATA, named } from "./oids.ts";

const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_TIME = "1.2.840.113549.1.9.5";
const SMIME_CAPABILITIES = "1.2.840.113549.1.9.15";
const STATEMENT_TYPE = "1.3.6.1.4.1.311.2.1.11";
const OPUS_INFO = "1.3.6.1.4.1.311.2.1.12";
/** Attributes that the kernel looks at; it wants one value of each. */
const singleAttributes: ReadonlySet<string> = new Set([
  CONTENT_TYPE,
  MESSAGE_DIGEST,
  SIGNING_TIME,
  SMIME_CAPABILITIES,
  STATEMENT_TYPE,
  OPUS_INFO,
]);

/** The signed attributes of one signer. */
export class AuthenticatedAttributes {
  readonly #seen = new Set<string>();
  readonly #contentType: SignatureMessage["contentType"];

  /** @param contentType that of the message */
  constructor(contentType: SignatureMessage["contentType"]) {
    this.#contentType = contentType;
  }

  /**
   * pkcs7_sig_note_authenticated_attr() in crypto/asymmetric_keys/pkcs7_parser.c
   *
   * @param attribute its object identifier in dots; `undefined` where the kernel has no name for it
   * @param content of its value
   * @throws {Fault} if the kernel does not take it.
   */
  note(attribute: string | undefined, valueTag: number, content: Uint8Array): void {
    if (attribute === undefined || !singleAttributes.has(attribute)) return;
    if (this.#seen.has(attribute))
      throw new Fault(
        "EKEYREJECTED",
        "an attribute with two values",
        "PKCS7: Repeated/multivalue AuthAttrs not permitted",
      );
    this.#seen.add(attribute);
    if (attribute === CONTENT_TYPE) {
      if (named(content) !== (this.#contentType === "data" ? DATA : INDIRECT_DATA))
        throw new Fault(
          "EBADMSG",
          "attributes for other content",
          "PKCS7: Mismatch between global data type …",
        );
    } else if (attribute === MESSAGE_DIGEST) {
      if (valueTag !== tag.octets) throw new Fault("EBADMSG", "a digest that is none");
    } else if (attribute !== SIGNING_TIME && this.#contentType === "data") {
      const line =
        attribute === SMIME_CAPABILITIES
          ? "PKCS7: S/MIME Caps only allowed with Authenticode"
          : "PKCS7: Authenticode AuthAttrs only allowed with Authenticode";
      throw new Fault("EKEYREJECTED", "an attribute of Authenticode", line);
    }
  }

  /**
   * pkcs7_sig_note_set_of_authattrs()
   *
   * @throws {Fault} if one is missing, or one too many.
   */
  end(): void {
    if (!this.#seen.has(CONTENT_TYPE) || !this.#seen.has(MESSAGE_DIGEST))
      throw new Fault("EBADMSG", "signed attributes without a digest", "PKCS7: Missing required AuthAttr");
    if (this.#contentType === "data" && this.#seen.has(OPUS_INFO))
      throw new Fault("EBADMSG", "an attribute of Authenticode", "PKCS7: Unexpected Authenticode AuthAttr");
  }
}
