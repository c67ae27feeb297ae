import {
  BitString,
  Constructed,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as Asn1Set,
  Utf8String,
} from "asn1js";

/** What a certificate is to contain. */
export interface CertificateSpec {
  readonly subject?: string;
  readonly issuer?: string;
  /** Content of the serial number. */
  readonly serial?: Uint8Array<ArrayBuffer>;
  readonly subjectKeyId?: Uint8Array<ArrayBuffer>;
  /** Bytes of the key and of the signature, which nobody checks here. */
  readonly size?: number;
}

/** Bytes of an X.509 certificate in DER, longer than 256 bytes as the kernel wants it. */
export function certificateDer(spec: CertificateSpec = {}): Uint8Array<ArrayBuffer> {
  const { subject = "builder", issuer = subject, serial = Uint8Array.of(1), subjectKeyId, size = 300 } = spec;
  const algorithm = (): Sequence => sequence(new ObjectIdentifier({ value: "1.2.840.10045.4.3.2" }));
  const tbs = sequence(
    explicit(0, new Integer({ value: 2 })),
    new Integer({ valueHex: serial.buffer }),
    algorithm(),
    name(issuer),
    sequence(),
    name(subject),
    sequence(algorithm(), new BitString({ valueHex: new ArrayBuffer(size) })),
    ...(subjectKeyId ? [explicit(3, sequence(keyId(subjectKeyId)))] : []),
  );
  return new Uint8Array(sequence(tbs, algorithm(), new BitString({ valueHex: new ArrayBuffer(64) })).toBER());
}

type Block = ConstructorParameters<typeof Sequence>[0] extends { value?: (infer B)[] } | undefined
  ? B
  : never;

const sequence = (...value: Block[]): Sequence => new Sequence({ value });

const explicit = (tagNumber: number, value: Block): Constructed =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [value] });

const name = (commonName: string): Sequence =>
  sequence(
    new Asn1Set({
      value: [sequence(new ObjectIdentifier({ value: "2.5.4.3" }), new Utf8String({ value: commonName }))],
    }),
  );

const keyId = (bytes: Uint8Array<ArrayBuffer>): Sequence =>
  sequence(
    new ObjectIdentifier({ value: "2.5.29.14" }),
    new OctetString({ valueHex: new OctetString({ valueHex: bytes.buffer }).toBER() }),
  );
