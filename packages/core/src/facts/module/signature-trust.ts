import type { ByteSource } from "../../io/byte-source.ts";
import { readCertificate } from "../../formats/certificates/certificate.ts";
import { isSelfIssued } from "../../formats/pkcs7/self-issued.ts";
import { readPkcs7 } from "../../formats/pkcs7/pkcs7.ts";
import { verifies } from "../../formats/pkcs7/verify.ts";
import { namesLackedBy, supports } from "../../model/crypto.ts";
import { type Fact, known, type Text, unknown, type Unknown } from "../../model/fact.ts";
import type { KernelFacts, TrustedCertificate } from "../../model/kernel.ts";
import type { ModuleFacts, SignatureTrailer } from "../../model/module.ts";
import type { MessageSigner, SignatureMessage, SignatureTrust } from "../../model/signature.ts";
import type { LoadedModule } from "../../model/state.ts";
import { unknownBy } from "../read-fact.ts";

/** WebCrypto wants all bytes at once. Twice the largest module of a distribution with its debug information. */
const MAX_VERIFIED = 512 << 20;

const remedy: Text = {
  en: "Give the kernel's image as a --kernel, or the certificate of the signer as --trust FILE.",
  zh: "请用 --kernel 提供内核映像，或用 --trust FILE 提供签名者的证书。",
};

interface Keys extends Pick<
  KernelFacts,
  "trustedCertificates" | "enrolledCertificates" | "release" | "config"
> {
  /** What is loaded, where that is told: the code for a digest may be a module. */
  readonly loaded?: readonly LoadedModule[] | undefined;
}

/** A module's signature as one kernel sees it. */
export interface SeenSignature {
  /** Read again where this kernel does not take all names in it; absent otherwise. */
  readonly signature?: Fact<SignatureTrailer>;
  /** Absent where the kernel does not get as far as looking for a key: no signature, or one that it cannot read. */
  readonly signatureTrust?: Fact<SignatureTrust>;
}

/**
 * How a module's signature stands against the keys that the kernel trusts. Asked for apart from the other facts, since
 * all of the module is read for it, once a key is found.
 *
 * @param source the module from which `facts` were read
 * @param kernel with what is loaded; without that, it is taken that modprobe loads what the kernel lacks
 */
export async function readSignatureTrust(
  source: ByteSource,
  { signature }: ModuleFacts,
  kernel: Keys,
): Promise<SeenSignature> {
  const trailer = signature.known ? signature.value : undefined;
  const read = trailer?.message;
  if (!signature.known || !trailer || !read) return {};
  try {
    const message = await messageFor(kernel, read, trailer, source);
    const seen = message === read ? {} : { signature: known({ ...trailer, message }, signature.origin) };
    if (!goesAsFarAsKeys(message)) return seen;
    return {
      ...seen,
      signatureTrust: await trustIn(message, kernel, { source, length: trailer.signatureOffset }),
    };
  } catch (error) {
    return { signatureTrust: unknownBy(error, remedy) };
  }
}

/** The message as this kernel reads it: it stops at the name of an algorithm that it does not know. */
async function messageFor(
  { release }: Keys,
  message: SignatureMessage,
  { signatureOffset, signatureLength }: SignatureTrailer,
  source: ByteSource,
): Promise<SignatureMessage> {
  if (
    !release.known ||
    message.signers.every(({ digest, algorithm }) => digest === "sha256" && algorithm === "rsa")
  )
    return message;
  const lacked = namesLackedBy(release.value);
  const lacks = message.signers.some(({ digest, algorithm }) => lacked.has(digest) || lacked.has(algorithm));
  return lacks ? readPkcs7(await source.read(signatureOffset, signatureLength), lacked) : message;
}

const goesAsFarAsKeys = (message: SignatureMessage): boolean =>
  (!message.fault || message.fault.errno === "ENOPKG") &&
  !message.hasContent &&
  !message.hasSignedAttributes &&
  message.contentType === "data";

/** pkcs7_verify() and pkcs7_validate_trust(): a signature that does not fit is worse than all, one that does is enough. */
async function trustIn(
  message: SignatureMessage,
  kernel: Keys,
  signed: Signed,
): Promise<Fact<SignatureTrust>> {
  const origin = { input: signed.source.name, part: "signature" };
  if (message.fault) return known("unsupported", origin);
  const carried = await carriedIn(message, signed.source.name);
  const certificates = [kernel.trustedCertificates, kernel.enrolledCertificates].flatMap((fact) =>
    fact?.known ? fact.value : [],
  );
  let trust: SignatureTrust | undefined;
  for (const signer of message.signers) {
    const found = await trustInOne(signer, { trusted: certificates, carried }, kernel, signed);
    if (typeof found === "object" || found === "altered")
      return typeof found === "object" ? found : known(found, origin);
    trust = better(trust, found);
  }
  if (trust === "trusted" || message.signers.every((signer) => supported(signer, kernel) === false))
    return known(trust ?? "unsupported", origin);
  // Nobody among the keys that are known; there may be others.
  const { trustedCertificates } = kernel;
  return trustedCertificates?.known
    ? known(trust ?? "unknownKey", origin)
    : (trustedCertificates ?? keysUnknown);
}

const ranks: readonly SignatureTrust[] = ["unknownKey", "unsupported", "trusted"];

const better = (a: SignatureTrust | undefined, b: SignatureTrust): SignatureTrust =>
  a === undefined || ranks.indexOf(b) > ranks.indexOf(a) ? b : a;

/** Certificates that a signer may be named in. */
interface Certificates {
  readonly trusted: readonly TrustedCertificate[];
  /** Those in the message itself. */
  readonly carried: readonly TrustedCertificate[];
}

/** The facts outlive the bytes of the module. */
const carriedIn = ({ certificates }: SignatureMessage, source: string): Promise<TrustedCertificate[]> =>
  Promise.all(certificates.map((der) => readCertificate(Uint8Array.from(der), source, 0)));

/** What is signed: the first `length` bytes. */
interface Signed {
  readonly source: ByteSource;
  readonly length: number;
}

/** pkcs7_verify_one(), then pkcs7_validate_trust_one() */
async function trustInOne(
  signer: MessageSigner,
  { trusted, carried }: Certificates,
  kernel: Keys,
  { source, length }: Signed,
): Promise<SignatureTrust | Unknown> {
  const canCheck = supported(signer, kernel);
  if (canCheck === "unknown") return supportUnknown(signer);
  if (!canCheck) return "unsupported";
  // A certificate that the message brings is believed as far as that its signature has to fit.
  const own = carried.find((certificate) => isNumberedBy(certificate, signer.id));
  const enrolled = trusted.find((certificate) => isNamedBy(certificate, signer.id));
  for (const certificate of [own, enrolled]) {
    if (!certificate) continue;
    if (length > MAX_VERIFIED) return tooLarge(length);
    const verified = await verifies(signer, certificate, () => source.read(0, length));
    if (verified === undefined) return cannotVerify(signer);
    if (!verified) return "altered";
  }
  if (enrolled) return "trusted";
  return !own || isSelfIssued(own.der) ? "unknownKey" : issuedByOthers;
}

/** asymmetric_key_id_same() for the first of the ids that x509_key_preparse() gives a key. */
const isNumberedBy = ({ serial, issuer }: TrustedCertificate, id: string): boolean =>
  id.length === serial.length + issuer.length && id === serial + issuer;

/** The same for each of them. */
const isNamedBy = (certificate: TrustedCertificate, id: string): boolean =>
  id === certificate.subjectKeyId || isNumberedBy(certificate, id);

const supported = (signer: MessageSigner, { release, config, loaded }: Keys): boolean | "unknown" =>
  supports(signer, {
    ...(loaded && { loaded: loaded.map(({ name }) => name) }),
    ...(release.known && { release: release.value }),
    ...(config.known && { config: config.value }),
  });

const keysUnknown = unknown(
  {
    en: "whether the kernel knows the signer's key is told by the certificates in its image, which was not given",
    zh: "内核是否认识签名者的密钥要看其映像中的内置证书，但没有提供内核映像",
  },
  remedy,
);

const issuedByOthers = unknown(
  {
    en: "the signature carries the signer's certificate, which another one issued, and kofit does not follow the chain",
    zh: "签名自带签名者的证书，该证书由其他证书签发，而 kofit 不检查证书链",
  },
  {
    en: "Sign the module with the kernel's `scripts/sign-file`, which adds none.",
    zh: "请用内核的 `scripts/sign-file` 签名，它不附带证书。",
  },
);

const supportUnknown = ({ digest, algorithm }: MessageSigner): Unknown =>
  unknown(
    {
      en: `whether the kernel can check signatures of ${algorithm} with ${digest} is told by its release and its configuration, which are not known`,
      zh: `内核能否验证 ${algorithm}（${digest}）签名要看其版本和配置，但二者未知`,
    },
    {
      en: "Give the kernel's configuration as a --kernel (/boot/config-RELEASE).",
      zh: "请用 --kernel 提供内核配置（/boot/config-RELEASE）。",
    },
  );

const cannotVerify = ({ digest, algorithm }: MessageSigner): Unknown =>
  unknown(
    {
      en: `kofit cannot compute signatures of ${algorithm} with ${digest}`,
      zh: `kofit 无法计算 ${algorithm}（${digest}）签名`,
    },
    {
      en: "Verify it with `openssl cms -verify`, or load the module.",
      zh: "请用 `openssl cms -verify` 验证，或直接加载该模块。",
    },
  );

const tooLarge = (length: number): Unknown =>
  unknown(
    {
      en: `${length} bytes are signed; kofit verifies ${MAX_VERIFIED} at most`,
      zh: `签名覆盖 ${length} 字节，而 kofit 最多验证 ${MAX_VERIFIED} 字节`,
    },
    {
      en: "Remove debug information with `strip --strip-debug` and sign the module again.",
      zh: "请用 `strip --strip-debug` 去掉调试信息后重新签名。",
    },
  );
