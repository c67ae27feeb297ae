import { stat } from "node:fs/promises";
import { posix } from "node:path";
import { AptError } from "./apt-error.ts";
import { chooseArchives } from "./archives.ts";
import { cached, type Context, type Progress } from "./context.ts";
import { download } from "./download.ts";
import { debianArchitecture } from "./host-architecture.ts";
import { type Purpose, releaseOfImage } from "./kernel-packages.ts";
import type { Offer } from "./pool.ts";
import { type Missing, type Selection, selectPackages } from "./select.ts";
import { readAptSources } from "./sources-list.ts";
import { type AptSpec, parseAptSpec } from "./spec.ts";
import { findSuites, openPool } from "./suites.ts";

export interface AptOptions {
  /** URL of a Debian mirror (http, https, file) to use in place of those of the system's apt sources. */
  readonly mirror?: string | undefined;
  /** Uses only what is in the cache. */
  readonly offline?: boolean | undefined;
  /** Also fetches what is needed to build modules on this machine for that kernel. */
  readonly build?: boolean | undefined;
  /** Also fetches the headers that all flavours of the kernel share, as `build` does, and nothing else for building. */
  readonly sharedHeaders?: boolean | undefined;
  /** kofit's cache directory; made when there is something to put there. */
  readonly cacheDirectory: string;
  readonly progress?: ((progress: Progress) => void) | undefined;
  /** Ends the fetch with the signal's reason; no half-written file is left. */
  readonly signal?: AbortSignal | undefined;
  /** The system's apt configuration; `/etc/apt` when absent. */
  readonly aptDirectory?: string | undefined;
}

/** A package on this machine's disk, its checksum verified. */
export interface FetchedPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly suite: string;
  readonly purpose: Purpose;
  /** The `.deb` file. In the cache: it is not the caller's to change. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** What an `apt:` target led to. */
export interface FetchedKernel {
  /** As it was asked for. */
  readonly spec: string;
  /** Debian's name of the kernel's architecture. */
  readonly architecture: string;
  /** `uname -r` of the kernel; absent when no package is a kernel image. */
  readonly release?: string;
  readonly packages: readonly FetchedPackage[];
  /** What belongs to it, and is not in the archive: facts that need it will be unknown. */
  readonly missing: readonly Missing[];
}

/** Suites change a few times a day; within this time nobody asks twice. */
const FRESH_MS = 10 * 60 * 1000;

/**
 * Fetches what an `apt:PACKAGE[:ARCH][=VERSION][/SUITE]` target names: from the mirror of the system's apt sources or
 * the one given, verified against the archive's checksums, into the cache. What is in the cache is not fetched again.
 *
 * Checksums are those of the archive's `Release` file; its signature is not checked.
 *
 * @throws {AptError} if it cannot be got; its text says why and what to do.
 * @throws {FormatError} if the archive's index is not one.
 */
export async function fetchApt(text: string, options: AptOptions): Promise<FetchedKernel> {
  const spec = parseAptSpec(text);
  const context: Context = {
    offline: options.offline ?? false,
    cacheDirectory: options.cacheDirectory,
    progress: options.progress ?? (() => undefined),
    signal: options.signal,
    freshFor: FRESH_MS,
  };
  try {
    return await fetchOnce(text, spec, options, context);
  } catch (error) {
    // The suite may have changed since its Release file was kept: a pool no longer has what it replaced.
    const outdated =
      error instanceof AptError && (error.kind === "missing-file" || error.kind === "checksum");
    if (!outdated || context.offline) throw error;
    return fetchOnce(text, spec, options, { ...context, freshFor: 0 });
  }
}

async function fetchOnce(
  text: string,
  spec: AptSpec,
  options: AptOptions,
  context: Context,
): Promise<FetchedKernel> {
  const repositories = await readAptSources(options.aptDirectory ?? "/etc/apt");
  const suites = await findSuites(chooseArchives(repositories, spec.suite, options.mirror), context);
  const host = debianArchitecture(process.arch);
  const architecture = spec.architecture ?? host;
  const pool = await openPool(suites, architecture, spec.name, context);
  const tools = host === architecture ? pool : undefined;
  const hostPool =
    options.build === true ? (tools ?? (await openPool(suites, host, spec.name, context))) : undefined;
  const selection = selectPackages(spec, pool, hostPool, options.sharedHeaders);
  const release = selection.packages
    .map(({ offer }) => releaseOfImage(offer.name))
    .find((each) => each !== undefined);
  return {
    spec: text,
    architecture,
    ...(release === undefined ? {} : { release }),
    packages: await fetchAll(selection, context),
    missing: selection.missing,
  };
}

async function fetchAll(selection: Selection, context: Context): Promise<FetchedPackage[]> {
  const all = selection.packages.map(({ offer, purpose }) => ({
    offer,
    purpose,
    path: pathOf(offer, context),
  }));
  const wanted = [];
  for (const each of all) {
    if (!(await isThere(each.path, each.offer.size))) wanted.push(each);
  }
  if (context.offline && wanted.length > 0) throw notCached(wanted.map(({ path }) => posix.basename(path)));
  for (const { offer, path } of wanted) {
    const { size: total, uri, filename } = offer;
    const name = posix.basename(filename);
    const onBytes = (bytes: number): void => context.progress({ kind: "package", name, bytes, total });
    await download(`${uri}/${filename}`, path, offer, onBytes, context.signal);
  }
  return all.map(({ offer, purpose, path }) => {
    const { name, version, architecture, suite, size } = offer;
    return { name, version, architecture, suite, purpose, path, size };
  });
}

/** Named by its content: the same file from any mirror, and never another one under the same name. */
const pathOf = (offer: Offer, context: Context): string =>
  cached(context, "deb", offer.sha256.slice(0, 16), posix.basename(offer.filename));

async function isThere(path: string, size: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.size === size;
}

function notCached(names: readonly string[]): AptError {
  return new AptError("offline", {
    en: `Not in the cache: ${names.join(", ")}. Run once without --offline.`,
    zh: `缓存中没有：${names.join("、")}。请先在不加 --offline 的情况下运行一次。`,
  });
}
