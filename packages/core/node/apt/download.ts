import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { systemSays } from "../system-error.ts";
import { AptError } from "./apt-error.ts";
import { httpGet } from "./http-get.ts";
import type { IndexFile } from "./release.ts";

/** What a mirror answers. */
export type Answer =
  | { readonly kind: "file"; readonly body: Readable; readonly headers: Readonly<Record<string, string>> }
  /** The file is as it was when the validators sent along were noted. */
  | { readonly kind: "unchanged" }
  | { readonly kind: "missing" };

/**
 * Asks for `url` (http, https, file).
 *
 * @throws {AptError} of kind "network" if there is no answer, or one that says neither yes nor no.
 */
export async function ask(
  url: string,
  validators: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  signal?.throwIfAborted();
  if (url.startsWith("file:")) return askDisk(url);
  const response = await httpGet(url, { headers: validators, signal }).catch((error: unknown) => {
    throw networkError(url, error, signal);
  });
  const status = response.statusCode ?? 0;
  if (status === 200) {
    const text = Object.entries(response.headers).filter(([, value]) => typeof value === "string");
    return {
      kind: "file",
      body: response,
      headers: Object.fromEntries(text.map(([k, v]) => [k, String(v)])),
    };
  }
  response.resume();
  if (status === 304) return { kind: "unchanged" };
  if (status === 404 || status === 410) return { kind: "missing" };
  throw networkError(url, new Error(`HTTP ${status} ${response.statusMessage ?? ""}`.trim()), signal);
}

async function askDisk(url: string): Promise<Answer> {
  const path = fileURLToPath(url);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return { kind: "missing" };
  return { kind: "file", body: createReadStream(path), headers: {} };
}

/**
 * Puts the file of `url` at `target`, whole and verified, or leaves nothing: another kofit never sees half of it.
 *
 * @throws {AptError} of kind "missing-file", "network" or "checksum".
 */
export async function download(
  url: string,
  target: string,
  promised: IndexFile,
  onBytes: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const answer = await ask(url, {}, signal);
  if (answer.kind !== "file") {
    throw new AptError("missing-file", {
      en: `The mirror's index names ${url}, but the mirror does not have it. It may be in the middle of an update: try again later, or use another with --mirror.`,
      zh: `镜像的索引中列有 ${url}，但镜像上没有这个文件。镜像可能正在更新：请稍后再试，或用 --mirror 换一个镜像。`,
    });
  }
  await writeWhole(target, async (temporary) => {
    const hash = createHash("sha256");
    let bytes = 0;
    async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of body) {
        bytes += chunk.length;
        if (bytes > promised.size) throw wrongSize(url, promised.size, `${bytes}+`);
        hash.update(chunk);
        onBytes(bytes);
        yield chunk;
      }
    }
    const file = createWriteStream(temporary);
    let unwritable: unknown;
    file.on("error", (error) => (unwritable ??= error));
    await pipeline(answer.body, counted, file, signal === undefined ? {} : { signal }).catch(
      (error: unknown) => {
        throw unwritable === error ? cacheError(target, error) : networkError(url, error, signal);
      },
    );
    if (bytes !== promised.size) throw wrongSize(url, promised.size, `${bytes}`);
    const sha256 = hash.digest("hex");
    if (sha256 !== promised.sha256) throw wrongChecksum(url, promised.sha256, sha256);
  });
}

/** Lets `write` fill a file with a name of its own, then gives it the name `target`; removes it when `write` fails. */
export async function writeWhole(target: string, write: (temporary: string) => Promise<void>): Promise<void> {
  await withTemporary(target, async (temporary) => {
    await write(temporary);
    await rename(temporary, target);
  });
}

/** Gives `use` the name of a file beside `target` that nobody else uses, and removes the file afterwards. */
export async function withTemporary<T>(target: string, use: (temporary: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw cacheError(dirname(target), error);
  });
  const temporary = `${target}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  try {
    return await use(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** An abort is the caller's own and keeps its reason; what is already explained stays as it is. */
export function networkError(url: string, error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) return signal.reason;
  if (error instanceof AptError) return error;
  const reason = reasonOf(error);
  return new AptError(
    "network",
    {
      en: `${url} cannot be read: ${reason}. Check the network, name another mirror with --mirror, or use what is in the cache with --offline.`,
      zh: `无法读取 ${url}：${reason}。请检查网络，用 --mirror 指定其他镜像，或用 --offline 只使用缓存中的内容。`,
    },
    { cause: error },
  );
}

function cacheError(path: string, error: unknown): AptError {
  const reason = systemSays(error);
  return new AptError("cache", {
    en: `kofit cannot keep what it fetches in ${path}: ${reason.en}. Another place can be named with XDG_CACHE_HOME.`,
    zh: `无法把下载的文件保存到 ${path}：${reason.zh}。可用环境变量 XDG_CACHE_HOME 指定其他位置。`,
  });
}

/** A connection that failed on every address of a host is an error without message, with a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  return "code" in error ? String(error.code) : error.name;
}

function wrongSize(url: string, wanted: number, found: string): AptError {
  return new AptError("checksum", {
    en: `${url} has ${found} bytes; the mirror's index promises ${wanted}. Nothing was kept. Try again later, use another mirror with --mirror, or name another suite (apt:PACKAGE/SUITE).`,
    zh: `${url} 的大小为 ${found} 字节，而镜像索引中记录的是 ${wanted} 字节。文件已丢弃。请稍后再试，用 --mirror 换一个镜像，或在目标中写明其他发行版代号（apt:软件包/发行版代号）。`,
  });
}

function wrongChecksum(url: string, wanted: string, found: string): AptError {
  return new AptError("checksum", {
    en: `${url} is not what the mirror's index promises: its SHA256 is ${found}, it must be ${wanted}. Nothing was kept. Try again later, use another mirror with --mirror, or name another suite (apt:PACKAGE/SUITE).`,
    zh: `${url} 与镜像索引不符：其 SHA256 为 ${found}，应为 ${wanted}。文件已丢弃。请稍后再试，用 --mirror 换一个镜像，或在目标中写明其他发行版代号（apt:软件包/发行版代号）。`,
  });
}
