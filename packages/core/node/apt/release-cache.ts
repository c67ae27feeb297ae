import { readFile, stat, utimes, writeFile } from "node:fs/promises";
import { AptError } from "./apt-error.ts";
import type { Archive } from "./archives.ts";
import { cached, type Context } from "./context.ts";
import { parseStanza } from "./control.ts";
import { ask, networkError, writeWhole } from "./download.ts";
import { parseRelease, type Release } from "./release.ts";

/** `InRelease` of sid is 190 kB. */
const MAX_RELEASE_BYTES = 16 << 20;

/** `text` is the file; `validators` are the headers with which to ask whether it changed. */
interface Kept {
  readonly text: string;
  readonly validators: Readonly<Record<string, string>>;
}

/**
 * The `Release` file of a suite: from the cache while it is fresh, else from the mirror; `undefined` when the mirror
 * has no such suite (offline: when none is in the cache).
 *
 * @throws {AptError} of kind "network".
 */
export async function fetchRelease(archive: Archive, context: Context): Promise<Release | undefined> {
  const file = cached(context, "release", fileNameOf(archive));
  const kept = await readKept(file);
  if (kept && (context.offline || (await ageOf(file)) < context.freshFor)) return parseRelease(kept.text);
  if (context.offline) return undefined;
  for (const name of ["InRelease", "Release"]) {
    const url = `${archive.uri}/dists/${archive.suite}/${name}`;
    const answer = await ask(url, kept?.validators ?? {}, context.signal);
    if (answer.kind === "missing") continue;
    if (answer.kind === "unchanged" && kept) {
      const now = new Date();
      await utimes(file, now, now);
      return parseRelease(kept.text);
    }
    if (answer.kind === "unchanged") continue;
    const text = await readText(url, answer.body, context.signal);
    await writeWhole(file, (temporary) => writeFile(temporary, withValidators(answer.headers, text)));
    return parseRelease(text);
  }
  return undefined;
}

/** Milliseconds since the file was written; more than any limit when its time lies in the future. */
async function ageOf(file: string): Promise<number> {
  const age = Date.now() - (await stat(file)).mtimeMs;
  return age < 0 ? Infinity : age;
}

/** As apt names its lists: `/` becomes `_`. Credentials of a URL stay out of file names. */
function fileNameOf({ uri, suite }: Archive): string {
  return `${uri}/${suite}`
    .replace(/^[a-z]+:\/+(?:[^/@]*@)?/, "")
    .replaceAll(/[^A-Za-z0-9.+-]/g, "_")
    .slice(-200);
}

async function readText(url: string, body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > MAX_RELEASE_BYTES)
        throw new Error(`more than ${MAX_RELEASE_BYTES} bytes, which no Release file has`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw networkError(url, error, signal);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The kept file is a paragraph of headers, an empty line, and the `Release` file as it came. */
function withValidators(headers: Readonly<Record<string, string>>, text: string): string {
  const lines = [];
  if (headers["etag"] !== undefined) lines.push(`ETag: ${headers["etag"]}\n`);
  if (headers["last-modified"] !== undefined) lines.push(`Last-Modified: ${headers["last-modified"]}\n`);
  return `Kept-By: kofit\n${lines.join("")}\n${text}`;
}

async function readKept(file: string): Promise<Kept | undefined> {
  const all = await readFile(file, "utf8").catch(() => undefined);
  const end = all?.indexOf("\n\n") ?? -1;
  if (all === undefined || end < 0) return undefined;
  const headers = parseStanza(all.slice(0, end));
  const etag = headers.get("etag");
  const modified = headers.get("last-modified");
  return {
    text: all.slice(end + 2),
    validators: {
      ...(etag === undefined ? {} : { "If-None-Match": etag }),
      ...(modified === undefined ? {} : { "If-Modified-Since": modified }),
    },
  };
}

/** The mirror has none of these. */
export function noSuite(places: readonly Archive[], offline: boolean): AptError {
  const suites = [...new Set(places.map(({ suite }) => `\`${suite}\``))];
  const where = places.map(({ uri, suite }) => `${uri}/dists/${suite}`);
  if (offline) {
    return new AptError("offline", {
      en: `The index of ${suites.join(", ")} is not in the cache (${where.join(", ")}). Run once without --offline.`,
      zh: `缓存中没有 ${suites.join("、")} 的索引（${where.join("、")}）。请先在不加 --offline 的情况下运行一次。`,
    });
  }
  return new AptError("suite", {
    en: `The mirror has no suite ${suites.join(", ")} (looked for ${where.join(", ")}). Check its name; suites that are no longer supported move to an archive mirror, which --mirror can name.`,
    zh: `镜像上没有 ${suites.join("、")} 这个发行版代号（查找位置：${where.join("、")}）。请检查名称；不再受支持的版本会移到归档镜像，可用 --mirror 指定。`,
  });
}
