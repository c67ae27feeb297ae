import { AptError } from "./apt-error.ts";
import { isOfOneRelease, type Purpose, purposeOf, releaseOfImage, unsignedNames } from "./kernel-packages.ts";
import { nearNames } from "./near-names.ts";
import { findOffer, type Offer, parseDepends, type Pool, type Wanted } from "./pool.ts";
import type { AptSpec } from "./spec.ts";

/** A package to fetch. */
export interface Selected {
  readonly offer: Offer;
  readonly purpose: Purpose;
}

/** A package that belongs to the kernel and that the archive does not have. */
export interface Missing {
  readonly name: string;
  /** The version that would fit; absent when any would. */
  readonly version?: string;
  readonly purpose: Purpose;
}

export interface Selection {
  readonly packages: readonly Selected[];
  readonly missing: readonly Missing[];
}

/** Where build tools for the machine that builds come from; absent when nothing is to be built. */
export type HostPool = Pool | undefined;

/**
 * The packages that make up what `spec` names: the kernel's image and modules behind a package that only follows the
 * newest release, and the headers of the same release and version, which hold its exports. With `host`, also what is
 * needed to build modules for it; with `sharedHeaders`, of that only the headers that all flavours share.
 *
 * @throws {AptError} of kind "package" if `pool` has no such package or version.
 */
export function selectPackages(spec: AptSpec, pool: Pool, host: HostPool, sharedHeaders = false): Selection {
  const root = findRoot(spec, pool);
  const missing = new Map<string, Missing>();
  const found = new Map<string, Offer>();
  follow(root, pool, found, missing);
  for (const offer of found.values()) addCompanions(offer, pool, found, missing);
  const kept = [...found.values()].filter(({ name }) => isOfOneRelease(name));
  const packages = kept.length > 0 ? kept : [root];
  const build =
    host === undefined && !sharedHeaders
      ? []
      : packages.flatMap((offer) => buildPackages(offer, pool, host, missing));
  return {
    packages: [...new Set([...packages, ...build])].map((offer) => ({
      offer,
      purpose: purposeOf(offer.name),
    })),
    missing: [...missing.values()],
  };
}

function findRoot(spec: AptSpec, pool: Pool): Offer {
  const wanted: Wanted = spec.version === undefined ? spec : { ...spec, relation: "=" };
  const root = findSigned(wanted, pool);
  if (root) return root;
  const versions = pool.offers(spec.name).map((offer) => offer.version);
  throw versions.length > 0 ? noVersion(spec, versions) : noPackage(spec, nearNames(spec.name, pool.names));
}

/** The package, or the same kernel's image without signature. */
function findSigned(wanted: Wanted, pool: Pool): Offer | undefined {
  for (const name of [wanted.name, ...unsignedNames(wanted.name)]) {
    const offer = findOffer(pool, { ...wanted, name });
    if (offer) return offer;
  }
  return undefined;
}

/** Which dependencies of a package of the first purpose are parts of the same thing. */
const PARTS: Readonly<Record<Purpose, readonly Purpose[]>> = {
  image: ["image", "modules", "base"],
  modules: ["image", "modules", "base"],
  base: ["base"],
  // The headers of linux 6.12 depend on the image: who asks for headers does not want it.
  headers: ["headers", "base"],
  debug: ["debug", "base"],
  build: [],
  other: ["image", "modules", "base", "headers"],
};

/** Adds `root` and what it depends on, as far as these are parts of one kernel. Visits each name once. */
function follow(root: Offer, pool: Pool, found: Map<string, Offer>, missing: MissingByName): void {
  const parts = PARTS[purposeOf(root.name)];
  const isPart = ({ name }: Wanted): boolean => parts.includes(purposeOf(name));
  found.set(root.name, root);
  for (const offer of found.values()) {
    for (const alternatives of parseDepends(offer.depends)) {
      const wanted = alternatives.filter(isPart);
      const [first] = wanted;
      if (first === undefined) continue;
      const next = wanted.map((each) => findSigned(each, pool)).find((each) => each !== undefined);
      if (next === undefined) note(missing, first);
      else if (!found.has(next.name)) found.set(next.name, next);
    }
  }
}

type MissingByName = Map<string, Missing>;

function note(missing: MissingByName, { name, version }: Wanted): void {
  missing.set(name, { name, purpose: purposeOf(name), ...(version === undefined ? {} : { version }) });
}

/**
 * An image's headers, and its modules where it does not depend on them (an unsigned image). Only those of the same
 * version: Debian keeps the release over several versions, and the CRCs of exports may change between them.
 */
function addCompanions(image: Offer, pool: Pool, found: Map<string, Offer>, missing: MissingByName): void {
  const release = releaseOfImage(image.name);
  if (release === undefined) return;
  for (const kind of ["modules", "base", "headers"]) {
    const wanted: Wanted = { name: `linux-${kind}-${release}`, relation: "=", version: image.version };
    const offer = findOffer(pool, wanted);
    if (offer !== undefined) found.set(offer.name, offer);
    else if (kind === "headers") note(missing, wanted);
  }
}

/**
 * What the headers need to build with: the headers that all flavours share, for the kernel's architecture, and the
 * tools of kbuild, for the machine that builds.
 */
function buildPackages(headers: Offer, pool: Pool, host: HostPool, missing: MissingByName): Offer[] {
  if (purposeOf(headers.name) !== "headers") return [];
  const needed = parseDepends(headers.depends)
    .flatMap((alternatives) => alternatives.slice(0, 1))
    .filter(({ name }) => purposeOf(name) === "build");
  return needed.flatMap((wanted) => {
    const from = wanted.name.startsWith("linux-kbuild-") ? host : pool;
    if (!from) return [];
    const exact = findOffer(from, { name: wanted.name, relation: "=", version: headers.version });
    const offer = exact ?? findOffer(from, wanted);
    if (offer === undefined) note(missing, wanted);
    return offer ?? [];
  });
}

function noVersion({ name, version }: AptSpec, versions: readonly string[]): AptError {
  const there = [...new Set(versions)];
  return new AptError("package", {
    en: `There is no version ${version} of \`${name}\`; there is ${there.join(", ")}.`,
    zh: `\`${name}\` 没有 ${version} 这个版本；现有版本：${there.join("、")}。`,
  });
}

function noPackage({ name }: AptSpec, near: readonly string[]): AptError {
  const names = near.map((each) => `\`${each}\``);
  return new AptError("package", {
    en: `There is no package \`${name}\`${names.length > 0 ? `; near it are ${names.join(", ")}` : ""}.`,
    zh: `没有名为 \`${name}\` 的软件包${names.length > 0 ? `；相近的有 ${names.join("、")}` : ""}。`,
  });
}
