import { type Config, configured } from "./config.ts";
import { hasReached } from "./release.ts";

type Version = readonly [major: number, minor: number];

/** What a kernel needs for a digest or an algorithm. */
interface Needed {
  /** Options of which one has to be set, built in or as a module that is loaded on demand. */
  readonly options?: readonly string[];
  /** The release whose PKCS#7 reader took the name up; absent when it always had it. */
  readonly since?: Version;
  /** The release that dropped it; absent when none has. */
  readonly until?: Version;
}

/** pkcs7_sig_note_digest_algo() in crypto/asymmetric_keys/pkcs7_parser.c of 5.10, 6.1, 6.12 and 7.2. */
const digests: Readonly<Record<string, Needed>> = {
  md4: { options: ["CONFIG_CRYPTO_MD4"], until: [6, 7] },
  md5: { options: ["CONFIG_CRYPTO_MD5"], until: [6, 7] },
  sha1: { options: ["CONFIG_CRYPTO_SHA1"] },
  sha224: { options: ["CONFIG_CRYPTO_SHA256"] },
  // Without it no module could be signed: CONFIG_MODULE_SIG_HASH defaults to one of the two.
  sha256: {},
  sha384: { options: ["CONFIG_CRYPTO_SHA512"] },
  sha512: { options: ["CONFIG_CRYPTO_SHA512"] },
  "sha3-256": { options: ["CONFIG_CRYPTO_SHA3"], since: [6, 7] },
  "sha3-384": { options: ["CONFIG_CRYPTO_SHA3"], since: [6, 7] },
  "sha3-512": { options: ["CONFIG_CRYPTO_SHA3"], since: [6, 7] },
  sm3: { options: ["CONFIG_CRYPTO_SM3", "CONFIG_CRYPTO_SM3_GENERIC"], since: [6, 0] },
  streebog256: { options: ["CONFIG_CRYPTO_STREEBOG"], since: [6, 0] },
  streebog512: { options: ["CONFIG_CRYPTO_STREEBOG"], since: [6, 0] },
};

/** pkcs7_sig_note_pkey_algo(), of the same. Code that is missing shows only when a key of this kind is found. */
const algorithms: Readonly<Record<string, Needed>> = {
  rsa: {},
  ecdsa: { since: [5, 13] },
  "ecdsa-sha3": { since: [6, 7] },
  sm2: { since: [6, 0], until: [6, 11] },
  ecrdsa: { since: [6, 0] },
  mldsa44: { since: [7, 0] },
  mldsa65: { since: [7, 0] },
  mldsa87: { since: [7, 0] },
};

/** A kernel, as far as its crypto goes; each is absent where it is not known. */
interface Kernel {
  readonly release?: string;
  readonly config?: Config;
}

/** What a kernel makes of a signature with a certain digest and algorithm. */
export type Support =
  | "checked"
  /** It does not know the name of one of the two, and stops reading the whole message there. */
  | "unnamed"
  /** It knows both, and lacks the code for the digest. */
  | "missing"
  | "unknown";

/** The two go by their names in the kernel's crypto API. */
export function supportOf(
  { digest, algorithm }: { readonly digest: string; readonly algorithm: string },
  { release, config }: Kernel,
): Support {
  const needs = [digests[digest], algorithms[algorithm]];
  const names = needs.map((needed) => isNamed(needed, release));
  if (names.includes(false)) return "unnamed";
  if (names.includes("unknown")) return "unknown";
  const options = digests[digest]?.options;
  if (!options) return "checked";
  if (!config) return "unknown";
  return options.some((option) => configured(config, option)) ? "checked" : "missing";
}

function isNamed(needed: Needed | undefined, release: string | undefined): boolean | "unknown" {
  if (!needed) return false;
  const { since, until } = needed;
  if (!since && !until) return true;
  if (release === undefined) return "unknown";
  return (!since || hasReached(release, ...since)) && (!until || !hasReached(release, ...until));
}
