import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";
import type { OpenOptions } from "./open-kernel.ts";
import { codeOf } from "./system-error.ts";

/** What an `apt:` target was found to be. */
interface Answer {
  readonly target: string;
  readonly mirror: string | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly files: readonly string[];
}

/** So long an answer holds without asking the mirror again; a suite changes a few times a day. */
const FRESH = 10 * 60_000;

/**
 * The packages that an `apt:` target means, on the local disk, fetched where they are not there yet.
 *
 * The last answer is kept beside the packages: finding it anew takes the indexes of all suites.
 *
 * @throws {AptError} if they cannot be got.
 */
export async function aptFiles(target: string, options: OpenOptions): Promise<readonly string[]> {
  const { cache = true, offline = false, withSharedHeaders = false, mirror, progress, signal } = options;
  const suffix = withSharedHeaders ? ".with-headers" : "";
  const path = join(cacheDirectory(), "apt-targets", `${encodeURIComponent(target)}${suffix}.json`);
  const kept = cache ? keptAnswer(path, target, mirror) : undefined;
  // An exact version never becomes another; offline there is nothing newer.
  const holds = kept && (offline || /=[^/]+/.test(target) || Date.now() - kept.time < FRESH);
  if (holds && kept.files.every((file) => existsSync(file))) return kept.files;

  const { fetchApt } = await import("./apt/index.ts");
  const { packages } = await fetchApt(target, {
    cacheDirectory: cacheDirectory(),
    offline,
    sharedHeaders: withSharedHeaders,
    ...(mirror !== undefined && { mirror }),
    ...(progress && { progress }),
    ...(signal && { signal }),
  });
  const files = packages.map((found) => found.path);
  keep(path, { target, mirror, time: Date.now(), files });
  return files;
}

function keptAnswer(path: string, target: string, mirror: string | undefined): Answer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (codeOf(error) === undefined && !(error instanceof SyntaxError)) throw error;
    return undefined;
  }
  return isAnswer(value) && value.target === target && value.mirror === mirror ? value : undefined;
}

function isAnswer(value: unknown): value is Answer {
  if (typeof value !== "object" || value === null) return false;
  return (
    "target" in value &&
    "time" in value &&
    typeof value.time === "number" &&
    "files" in value &&
    Array.isArray(value.files) &&
    value.files.every((file) => typeof file === "string")
  );
}

function keep(path: string, answer: Answer): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(temporary, JSON.stringify(answer));
    renameSync(temporary, path);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
  }
}
