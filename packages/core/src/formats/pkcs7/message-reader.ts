import type { LackedNames } from "../../model/crypto.ts";
import type { MessageSigner, SignatureMessage } from "../../model/signature.ts";
import { AuthenticatedAttributes } from "./authenticated-attributes.ts";
import { BerReader, context, contextOf, type Span, tag } from "./ber.ts";
import { Fault } from "./fault.ts";
import {
  algorithms,
  COMMON_NAME,
  DATA,
  digests,
  dotted,
  INDIRECT_DATA,
  nameIn,
  named,
  SIGNED_DATA,
} from "./oids.ts";

/** Where a person looks for a name. */
const texts: ReadonlySet<number> = new Set([0x0c, 0x13, 0x14, 0x16]);

/** What of a signer has been read, `struct pkcs7_signed_info`. */
interface Signer {
  byKeyId: boolean;
  digest: string;
  algorithm: string;
  signature: Uint8Array;
  hasAttributes: boolean;
}

/** Reads one message; what was read before a fault stays. */
export class MessageReader {
  readonly signers: MessageSigner[] = [];
  readonly certificates: Uint8Array[] = [];
  readonly log: string[] = [];
  contentType: SignatureMessage["contentType"] = "data";
  hasContent = false;
  hasSignedAttributes = false;

  readonly #ber: BerReader;
  readonly #lacked: LackedNames;
  readonly #withAttributes: boolean[] = [];
  #version = 0;
  /** The last object identifier, in dots; `undefined` where the kernel has no name for it. */
  #oid: string | undefined;
  /** Kept from signer to signer, as `struct pkcs7_parse_context` does. */
  #serial = "";
  #issuer = "";
  #keyId = "";
  #commonName: string | undefined;

  constructor(bytes: Uint8Array, lacked: LackedNames = new Map()) {
    this.#ber = new BerReader(bytes);
    this.#lacked = lacked;
  }

  get offset(): number {
    return this.#ber.offset;
  }

  /** PKCS7ContentInfo */
  message(): void {
    const ber = this.#ber;
    ber.constructed(tag.sequence, () => {
      this.#noteOid();
      if (this.#oid !== SIGNED_DATA)
        throw new Fault("EINVAL", "no signedData", "PKCS7: Only support pkcs7_signedData type");
      ber.optional(contextOf(0), () => ber.constructed(tag.sequence, () => this.#signedData()));
    });
    // pkcs7_check_authattrs()
    const [first, ...others] = this.#withAttributes;
    if (first === undefined || others.some((has) => has !== first)) {
      throw new Fault(
        "EINVAL",
        "no signers, or not all with attributes",
        "PKCS7: Inconsistently supplied authAttrs",
      );
    }
    this.hasSignedAttributes = first;
  }

  #signedData(): void {
    const ber = this.#ber;
    this.#noteVersion();
    const algorithm = (): void => void this.#algorithm();
    ber.optionalOf(tag.set, algorithm);
    ber.otherwise(() => ber.optionalOf(tag.sequence, algorithm));
    ber.orFail();
    ber.constructed(tag.sequence, () => this.#content());
    this.#noteContentType();
    const certificate = (): void => this.#certificate();
    ber.optionalOf(contextOf(0), certificate);
    ber.otherwise(() => ber.optionalOf(contextOf(2), certificate));
    // What stands in a list of revocations are certificates to the kernel, too.
    const list = (): void => void ber.constructedOf(tag.sequence, certificate);
    ber.optionalOf(contextOf(1), list);
    ber.otherwise(() => ber.optionalOf(contextOf(3), list));
    const signer = (): void => this.#signer();
    ber.optionalOf(tag.set, signer);
    ber.otherwise(() => ber.optionalOf(tag.sequence, signer));
    ber.orFail();
  }

  #noteVersion(): void {
    const version = this.#number();
    if (version !== 1 && version !== 3)
      throw new Fault("EINVAL", "another version than 1 and 3", "PKCS7: Unsupported SignedData version");
    this.#version = version;
  }

  /** The one byte of a version; `undefined` for a longer number. */
  #number(): number | undefined {
    const bytes = this.#ber.bytesOf(this.#ber.primitive(tag.integer));
    return bytes.length === 1 ? bytes[0] : undefined;
  }

  /** pkcs7_note_OID() */
  #noteOid(times = 1): void {
    const span = this.#ber.primitive(tag.oid);
    const content = this.#ber.bytesOf(span);
    const oid = named(content);
    const lacked = this.#lacked.get(nameIn(digests, oid) ?? nameIn(algorithms, oid) ?? "");
    this.#oid = lacked?.registered === false ? undefined : oid;
    if (this.#oid !== undefined) return;
    for (let i = 0; i < times; i += 1)
      this.log.push(`PKCS7: Unknown OID: [${span.start}] ${dotted(content)}`);
  }

  #content(): void {
    // ContentType and contentType both name the action.
    this.#noteOid(2);
    this.#ber.optional(contextOf(0), () => {
      this.#ber.any();
      this.hasContent = true;
    });
  }

  #noteContentType(): void {
    if (this.#oid !== DATA && this.#oid !== INDIRECT_DATA)
      throw new Fault("EINVAL", "another type of content than data", "PKCS7: Unsupported data type …");
    this.contentType = this.#oid === DATA ? "data" : "other";
  }

  /** `AlgorithmIdentifier`, whose parameters the kernel passes over. */
  #algorithm(): Span {
    return this.#ber.constructed(tag.sequence, () => {
      this.#noteOid();
      this.#ber.optionalAny();
    });
  }

  /** pkcs7_extract_cert() */
  #certificate(): void {
    const { tag: found, whole } = this.#ber.any();
    if (found !== tag.sequence) throw new Fault("EBADMSG", "no certificate");
    this.certificates.push(this.#ber.bytesOf(whole));
  }

  #signer(): void {
    const ber = this.#ber;
    const signer: Signer = {
      byKeyId: false,
      digest: "",
      algorithm: "",
      signature: new Uint8Array(),
      hasAttributes: false,
    };
    ber.constructed(tag.sequence, () => {
      this.#noteSignerVersion(signer);
      ber.optional(tag.sequence, () => this.#issuerAndSerial());
      ber.otherwise(() => {
        const keyId = ber.optionalPrimitive(context(0));
        if (keyId) this.#keyId = ber.hexOf(keyId);
      });
      ber.orFail();
      this.#algorithm();
      signer.digest = this.#nameIn(digests, "digest");
      this.#attributes(signer);
      this.#algorithm();
      signer.algorithm = this.#nameIn(algorithms, "pkey");
      signer.signature = ber.bytesOf(ber.primitive(tag.octets));
      this.#unsignedAttributes();
    });
    this.#noteSigner(signer);
  }

  /** pkcs7_note_signerinfo_version() */
  #noteSignerVersion(signer: Signer): void {
    const version = this.#number();
    if (version !== 1 && version !== 3)
      throw new Fault(
        "EINVAL",
        "another version of a signer than 1 and 3",
        "PKCS7: Unsupported SignerInfo version",
      );
    if ((version === 1) !== (this.#version === 1))
      throw new Fault("EBADMSG", "versions that differ", "PKCS7: SignedData-SignerInfo version mismatch");
    signer.byKeyId = version === 3;
  }

  #issuerAndSerial(): void {
    const ber = this.#ber;
    this.#commonName = undefined;
    // Name ::= SEQUENCE OF SET OF SEQUENCE { type, value }
    const name = ber.constructedOf(tag.sequence, () =>
      ber.constructedOf(tag.set, () =>
        ber.constructed(tag.sequence, () => {
          this.#noteOid();
          const value = ber.any();
          // The last is the most specific.
          if (this.#oid === COMMON_NAME && texts.has(value.tag))
            this.#commonName = new TextDecoder().decode(ber.bytesOf(value.content));
        }),
      ),
    );
    this.#issuer = ber.hexOf(name);
    this.#serial = ber.hexOf(ber.primitive(tag.integer));
  }

  /** pkcs7_sig_note_digest_algo(), pkcs7_sig_note_pkey_algo() */
  #nameIn(names: ReadonlyMap<string, string>, kind: "digest" | "pkey"): string {
    const name = nameIn(names, this.#oid);
    if (name !== undefined && !this.#lacked.has(name)) return name;
    const what = kind === "digest" ? "a digest" : "a signature algorithm";
    throw new Fault("ENOPKG", `${what} that the kernel does not know`, `Unsupported ${kind} algo: …`);
  }

  #attributes(signer: Signer): void {
    const ber = this.#ber;
    const attributes = new AuthenticatedAttributes(this.contentType);
    const attribute = (): void => {
      ber.constructed(tag.sequence, () => {
        this.#noteOid();
        ber.constructedOf(tag.set, () => {
          const value = ber.any();
          attributes.note(this.#oid, value.tag, ber.bytesOf(value.content));
        });
      });
    };
    if (ber.optionalOf(contextOf(0), attribute)) {
      attributes.end();
      signer.hasAttributes = true;
    }
    // The kernel notes nothing of attributes in this form.
    ber.otherwise(() => ber.optional(contextOf(2), () => ber.constructedOf(tag.sequence, attribute)));
  }

  #unsignedAttributes(): void {
    const ber = this.#ber;
    const attribute = (): void => {
      ber.constructed(tag.sequence, () => {
        ber.primitive(tag.oid);
        ber.constructedOf(tag.set, () => void ber.any());
      });
    };
    ber.optionalOf(contextOf(1), attribute);
    ber.otherwise(() => ber.optionalOf(contextOf(3), attribute));
  }

  /** pkcs7_note_signed_info() */
  #noteSigner({ byKeyId, digest, algorithm, signature, hasAttributes }: Signer): void {
    if (this.contentType === "other" && !hasAttributes)
      throw new Fault("EBADMSG", "Authenticode without attributes", "PKCS7: Authenticode requires AuthAttrs");
    this.#withAttributes.push(hasAttributes);
    const who = byKeyId
      ? { id: this.#keyId, subjectKeyId: this.#keyId }
      : {
          id: this.#serial + this.#issuer,
          serial: this.#serial,
          ...(this.#commonName !== undefined && { issuer: this.#commonName }),
        };
    this.signers.push({ ...who, digest, algorithm, signature });
  }
}
