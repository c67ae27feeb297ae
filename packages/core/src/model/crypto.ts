import { type Config, configured, configValue } from "./config.ts";
import { hasReached } from "./release.ts";

type Version = readonly [major: number, minor: number];

/** What a kernel needs for a digest or an algorithm. */
interface Needed {
  /** Options of which one has to be set, built in or as a module. */
  readonly options?: readonly string[];
  /** How the names of such modules begin: `sha512_generic`, `sha512_ssse3`. */
  readonly modules?: string;
  /** The release whose PKCS#7 reader took the name up; absent when it always had it. */
  readonly since?: Version;
  /** The release that dropped it; absent when none has. */
  readonly until?: Version;
  /** Whether include/linux/oid_registry.h has its object identifier where the reader does not take it; absent when not. */
  readonly registered?: true;
}

/** pkcs7_sig_note_digest_algo() in crypto/asymmetric_keys/pkcs7_parser.c of 5.10, 6.1, 6.12 and 7.2. */
const digests: Readonly<Record<string, Needed>> = {
  md4: { options: ["CONFIG_CRYPTO_MD4"], modules: "md4", until: [6, 7] },
  md5: { options: ["CONFIG_CRYPTO_MD5"], modules: "md5", until: [6, 7] },
  sha1: { options: ["CONFIG_CRYPTO_SHA1"], modules: "sha1" },
  sha224: { options: ["CONFIG_CRYPTO_SHA256"], modules: "sha256" },
  // Without it no module could be signed: CONFIG_MODULE_SIG_HASH defaults to one of the two.
  sha256: {},
  sha384: { options: ["CONFIG_CRYPTO_SHA512"], modules: "sha512" },
  sha512: { options: ["CONFIG_CRYPTO_SHA512"], modules: "sha512" },
  "sha3-256": { options: ["CONFIG_CRYPTO_SHA3"], modules: "sha3", since: [6, 7] },
  "sha3-384": { options: ["CONFIG_CRYPTO_SHA3"], modules: "sha3", since: [6, 7] },
  "sha3-512": { options: ["CONFIG_CRYPTO_SHA3"], modules: "sha3", since: [6, 7] },
  sm3: {
    options: ["CONFIG_CRYPTO_SM3", "CONFIG_CRYPTO_SM3_GENERIC"],
    modules: "sm3",
    since: [6, 0],
    registered: true,
  },
  streebog256: { options: ["CONFIG_CRYPTO_STREEBOG"], modules: "streebog", since: [6, 0], registered: true },
  streebog512: { options: ["CONFIG_CRYPTO_STREEBOG"], modules: "streebog", since: [6, 0], registered: true },
};

/** pkcs7_sig_note_pkey_algo(), of the same. Code that is missing shows only when a key of this kind is found. */
const algorithms: Readonly<Record<string, Needed>> = {
  rsa: {},
  ecdsa: { since: [5, 13] },
  "ecdsa-sha3": { since: [6, 7] },
  sm2: { since: [6, 0], until: [6, 11], registered: true },
  ecrdsa: { since: [6, 0], registered: true },
  mldsa44: { since: [7, 0] },
  mldsa65: { since: [7, 0] },
  mldsa87: { since: [7, 0] },
};

/** A kernel, as far as its crypto goes; each is absent where it is not known. */
interface Kernel {
  readonly release?: string;
  readonly config?: Config;
  /** Names of all modules that are loaded; where nobody tells, the kernel has modprobe load what it lacks. */
  readonly loaded?: readonly string[];
}

/** Names that a kernel's PKCS#7 reader does not take, and whether it has one for the object identifier at all. */
export type LackedNames = ReadonlyMap<string, { readonly registered: boolean }>;

export const namesLackedBy = (release: string): LackedNames =>
  new Map(
    [...Object.entries(digests), ...Object.entries(algorithms)]
      .filter(([, needed]) => isNamed(needed, release) === false)
      .map(([name, { registered = false }]) => [name, { registered }]),
  );

/**
 * Whether a kernel that takes both names has the code to check such a signature. They are those of its crypto API. A
 * digest that is missing makes a signature one by an unknown key; an algorithm would be missed once a key is found.
 */
export function supports(
  { digest, algorithm }: { readonly digest: string; readonly algorithm: string },
  { release, config, loaded }: Kernel,
): boolean | "unknown" {
  const names = [digests[digest], algorithms[algorithm]].map((needed) => isNamed(needed, release));
  if (names.includes(false)) return false;
  if (names.includes("unknown")) return "unknown";
  const needed = digests[digest];
  if (!needed?.options) return true;
  if (!config) return "unknown";
  const asModule = moduleOf(digest, config);
  if (!asModule || !loaded) return needed.options.some((option) => configured(config, option));
  return loaded.some((name) => name === asModule.modules || name.startsWith(`${asModule.modules}_`));
}

/**
 * Where the code for a digest is a module in this kernel: crypto_alloc_shash() has modprobe load it. `undefined` where it is
 * built in, or missing.
 */
export function moduleOf(
  digest: string,
  config: Config,
): { readonly option: string; readonly modules: string } | undefined {
  const { options = [], modules } = digests[digest] ?? {};
  if (modules === undefined || options.some((option) => configValue(config, option) === "y"))
    return undefined;
  const option = options.find((symbol) => configValue(config, symbol) === "m");
  return option === undefined ? undefined : { option, modules };
}

function isNamed(needed: Needed | undefined, release: string | undefined): boolean | "unknown" {
  if (!needed) return false;
  const { since, until } = needed;
  if (!since && !until) return true;
  if (release === undefined) return "unknown";
  return (!since || hasReached(release, ...since)) && (!until || !hasReached(release, ...until));
}
