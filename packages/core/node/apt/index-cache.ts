import { readFile, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { FormatError } from "../../src/io/format-error.ts";
import { AptError } from "./apt-error.ts";
import type { Archive } from "./archives.ts";
import { cached, type Context } from "./context.ts";
import { download, withTemporary, writeWhole } from "./download.ts";
import { contentOf, ENCODINGS } from "./index-content.ts";
import { type Package, readPackages, writePackages } from "./packages.ts";
import type { Release } from "./release.ts";

/** Part of an extract's file name: raise it when {@link isKept} or `writePackages` changes. */
const VERSION = 1;

/** The packages that an extract holds: everything that is of a kernel, on Debian and on its derivatives. */
const isKept = (name: string): boolean => /^(linux|raspi|raspberrypi|proxmox|pve)-/.test(name);

/**
 * The packages of `archive` for `architecture` that make up kernels, and those named `name`; `undefined` when the suite
 * does not have the architecture.
 *
 * What was read of an index is kept under the index's checksum, so it is read once, from whichever mirror it came.
 *
 * @throws {AptError} if the index cannot be got.
 * @throws {FormatError} if it is not an index of packages.
 */
export async function fetchPackages(
  archive: Archive,
  release: Release,
  architecture: string,
  name: string,
  context: Context,
): Promise<readonly Package[] | undefined> {
  for (const encoding of ENCODINGS) {
    const path = `main/binary-${architecture}/Packages${encoding}`;
    const promised = release.files.get(path);
    if (promised === undefined) continue;
    const extra = isKept(name) ? "" : `-${name}`;
    const extract = cached(context, "packages", `${promised.sha256}${extra}-${VERSION}`);
    const kept = await readExtract(extract);
    if (kept) return kept;
    const title = `${archive.suite}/${path}`;
    if (context.offline) throw missingIndex(title);

    const url = `${archive.uri}/dists/${archive.suite}/${path}`;
    const onBytes = (bytes: number): void =>
      context.progress({ kind: "index", name: title, bytes, total: promised.size });
    const packages = await withTemporary(extract, async (temporary) => {
      await download(url, temporary, promised, onBytes, context.signal);
      return readPackages(
        url,
        contentOf(temporary, promised.size, encoding, url),
        (each) => isKept(each) || each === name,
      );
    });
    await writeWhole(extract, (temporary) => writeFile(temporary, writePackages(packages)));
    return packages;
  }
  return undefined;
}

/** An extract is written whole or not at all; one that cannot be read all the same is read from the index again. */
async function readExtract(file: string): Promise<readonly Package[] | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  return readPackages(file, Readable.from([bytes]), () => true).catch((error: unknown) => {
    if (error instanceof FormatError) return undefined;
    throw error;
  });
}

function missingIndex(title: string): AptError {
  return new AptError("offline", {
    en: `The index ${title} is not in the cache. Run once without --offline.`,
    zh: `缓存中没有索引 ${title}。请先在不加 --offline 的情况下运行一次。`,
  });
}
