/** PKCS#7 messages written in code, for signatures of modules. */

type Der = readonly number[];

/** Tag, length, content. */
export function der(tag: number, ...content: Der[]): Der {
  const body = content.flat();
  const { length } = body;
  if (length < 128) return [tag, length, ...body];
  return length < 256 ? [tag, 0x81, length, ...body] : [tag, 0x82, length >> 8, length & 0xff, ...body];
}

export const sequence = (...content: Der[]): Der => der(0x30, ...content);
export const set = (...content: Der[]): Der => der(0x31, ...content);
export const integer = (...bytes: number[]): Der => der(0x02, bytes);
export const octets = (...bytes: number[]): Der => der(0x04, bytes);
export const oid = (...bytes: number[]): Der => der(0x06, bytes);

const pkcs = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01];
export const data = oid(...pkcs, 7, 1);
export const signedData = oid(...pkcs, 7, 2);
export const authenticode = oid(0x2b, 6, 1, 4, 1, 0x82, 0x37, 2, 1, 4);
export const sha256 = sequence(oid(0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1));
export const rsa = sequence(oid(...pkcs, 1, 1), der(0x05));
export const commonName = (name: string): Der =>
  set(sequence(oid(0x55, 0x04, 0x03), der(0x0c, [...new TextEncoder().encode(name)])));
export const byIssuer = sequence(sequence(commonName("Build time key")), integer(0x00, 0xab, 0xcd));
export const byKeyId = der(0x80, [1, 2, 3, 0xff]);
/** Signed attributes: the type of the content, and its digest. */
export const attributes = der(
  0xa0,
  sequence(oid(...pkcs, 9, 3), set(data)),
  sequence(oid(...pkcs, 9, 4), set(octets(1, 2, 3, 4))),
);

/** What a signer may have otherwise than usual. */
export interface SignerSpec {
  readonly who?: Der;
  readonly version?: number;
  readonly digest?: Der;
  readonly algorithm?: Der;
  readonly signature?: Der;
  readonly attributes?: Der;
}

export const signerInfo = (spec: SignerSpec = {}): Der => {
  const { who = byIssuer, version = who === byKeyId ? 3 : 1 } = spec;
  const { digest = sha256, algorithm = rsa, signature = octets(...signatureBytes) } = spec;
  return sequence(integer(version), who, digest, spec.attributes ?? [], algorithm, signature);
};

const signatureBytes: Der = Array.from({ length: 256 }, () => 7);

/** What a message may have otherwise than usual. */
export interface MessageSpec {
  readonly signers?: readonly Der[];
  readonly version?: number;
  readonly type?: Der;
  readonly contentType?: Der;
  readonly content?: Der;
  readonly certificates?: Der;
}

/** A message by one signer, as sign-file writes it. */
export function pkcs7(spec: MessageSpec = {}): Uint8Array<ArrayBuffer> {
  const { signers = [signerInfo()], version = 1, type = signedData, contentType = data } = spec;
  const content = spec.content ? der(0xa0, spec.content) : [];
  const body = sequence(
    integer(version),
    set(sha256),
    sequence(contentType, content),
    spec.certificates ?? [],
    set(...signers),
  );
  return Uint8Array.from(sequence(type, der(0xa0, body)));
}
