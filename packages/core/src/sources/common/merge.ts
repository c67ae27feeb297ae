import type { ByteSource } from "../../io/byte-source.ts";
import type { Known } from "../../model/fact.ts";
import { InputError } from "../../model/input-error.ts";
import type { Artifacts } from "../define-source.ts";
import { configVersion } from "./config-version.ts";
import { joinModules } from "./join-modules.ts";
import { packagedHeadersTree } from "./packaged-headers.ts";

/**
 * One kernel out of several inputs, an image and its headers for instance. Of what several inputs have, the first
 * given is used; modules are put together.
 *
 * @throws {InputError} if the inputs are of different kernels (those that tell a release must tell the same), or hold
 * nothing of one.
 */
export async function mergeArtifacts(all: readonly Artifacts[]): Promise<Artifacts> {
  const empty = all.flatMap((artifacts) => artifacts.empty ?? []);
  if (empty[0] && empty.length === all.length) throw new InputError(empty[0]);
  const releases = all.flatMap(({ release }) => release ?? []);
  const [release] = releases;
  if (release) {
    refuseDifferentReleases(release, releases);
    for (const { config } of all) if (config) await refuseOtherVersion(release, config);
  }
  const setAside = all.flatMap((artifacts) => artifacts.setAside ?? []);
  const modules = joinModules(all.flatMap(({ modules }) => modules ?? []));
  // The first given is spread last, so it wins.
  const merged = all.reduceRight<Artifacts>(
    (rest, artifacts) => ({ ...rest, ...artifacts, indexes: { ...rest.indexes, ...artifacts.indexes } }),
    { inputs: [] },
  );
  const given = all.find(({ image, imageIsBeside }) => image && !imageIsBeside)?.image;
  const { imageIsBeside, packagedHeaders: _packaged, ...others } = merged;
  const headersTree =
    merged.headersTree ?? packagedHeadersTree(all.flatMap(({ packagedHeaders }) => packagedHeaders ?? []));
  return {
    ...others,
    ...(given ? { image: given } : imageIsBeside && { imageIsBeside }),
    inputs: all.flatMap(({ inputs }) => inputs),
    ...(modules && { modules }),
    ...(headersTree && { headersTree }),
    ...(setAside.length > 0 && { setAside }),
  };
}

function refuseDifferentReleases(release: Known<string>, releases: readonly Known<string>[]): void {
  const other = releases.find(({ value }) => value !== release.value);
  if (other) throw differentKernels(release, other.origin.input, other.value);
}

/**
 * A configuration names the version of its source, `6.1.192`, which Debian does not repeat in the release,
 * `6.1.0-56-amd64`: only the first two numbers have to agree.
 */
async function refuseOtherVersion(release: Known<string>, config: ByteSource): Promise<void> {
  const version = await configVersion(config);
  if (version !== undefined && series(version) !== series(release.value)) {
    throw differentKernels(release, config.name, version);
  }
}

const series = (version: string): string | undefined => /^\d+\.\d+/.exec(version)?.[0];

const differentKernels = (release: Known<string>, other: string, otherRelease: string): InputError =>
  new InputError({
    en: `these are two kernels: ${release.origin.input} is of ${release.value}, ${other} of ${otherRelease}`,
    zh: `这是两个不同的内核：${release.origin.input} 属于 ${release.value}，${other} 属于 ${otherRelease}`,
  });
