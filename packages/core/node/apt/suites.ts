import { AptError } from "./apt-error.ts";
import type { Archive, Places } from "./archives.ts";
import type { Context } from "./context.ts";
import { fetchPackages } from "./index-cache.ts";
import { createPool, type Offer, type Pool } from "./pool.ts";
import { fetchRelease, noSuite } from "./release-cache.ts";
import type { Release } from "./release.ts";

/** A suite that was found. */
export interface Suite {
  readonly archive: Archive;
  readonly release: Release;
}

/**
 * The suites that exist, each at the first of its places that has it.
 *
 * @throws {AptError} of kind "suite" ("offline" when offline) if none does.
 */
export async function findSuites(all: readonly Places[], context: Context): Promise<Suite[]> {
  const asked = await Promise.allSettled(all.map(async (places) => findSuite(places, context)));
  // Not `Promise.all`: no request may be under way any more when the caller hears of the first failure.
  const suites = asked.flatMap((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value ?? [];
  });
  if (suites.length === 0) throw noSuite(all.flat(), context.offline);
  return suites;
}

async function findSuite(places: Places, context: Context): Promise<Suite | undefined> {
  for (const archive of places) {
    const release = await fetchRelease(archive, context);
    if (release && (!archive.unproven || /^Debian\b/.test(release.origin))) return { archive, release };
  }
  return undefined;
}

/**
 * The packages of kernels (and `name`) for `architecture` in these suites.
 *
 * @throws {AptError} of kind "architecture" if none of them has it.
 */
export async function openPool(
  suites: readonly Suite[],
  architecture: string,
  name: string,
  context: Context,
): Promise<Pool> {
  const offers: Offer[] = [];
  let known = false;
  for (const { archive, release } of suites) {
    const packages = await fetchPackages(archive, release, architecture, name, context);
    known ||= packages !== undefined;
    const from = { suite: archive.suite, uri: archive.uri, notAutomatic: release.notAutomatic };
    for (const each of packages ?? []) offers.push({ ...each, ...from });
  }
  if (!known) throw noArchitecture(suites, architecture);
  return createPool(offers);
}

function noArchitecture(suites: readonly Suite[], architecture: string): AptError {
  const names = suites.map(({ archive }) => archive.suite);
  const have = [...new Set(suites.flatMap(({ release }) => release.architectures))]
    .filter((each) => each !== "all")
    .join(" ");
  return new AptError("architecture", {
    en: `${names.join(", ")} has no packages for ${architecture}; it has ${have}. Name one after the package: apt:PACKAGE:ARCH.`,
    zh: `${names.join("、")} 没有 ${architecture} 架构的软件包；可用的架构有：${have}。请在软件包名后写明：apt:软件包:架构。`,
  });
}
