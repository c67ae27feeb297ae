import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What an in-place repair keeps in the headers: a transaction while it is going on, and the backup. */
export const KEPT = ".kofit-repair";

/** One state of a file; `null` where there is no such file. */
export interface FileState {
  /** Of its content, in hex. */
  readonly sha256: string;
  readonly mode: number;
}

/** A file that changes. */
export interface JournalEntry {
  /** Relative to the headers. */
  readonly path: string;
  readonly before: FileState | null;
  readonly after: FileState | null;
}

/** What a transaction does, written before it does anything. */
export interface Journal {
  readonly schema: "kofit-repair-journal/1";
  /** `undo`: there is no backup any more when it is done. */
  readonly kind: "repair" | "undo";
  readonly entries: readonly JournalEntry[];
  /** Directories that are made for files of the plan, outermost first. */
  readonly directories: readonly string[];
}

export const NAME = "journal.json";

export const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The journal in a directory; `undefined` when there is none, or none that this kofit understands. */
export async function readJournal(directory: string): Promise<Journal | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(directory, NAME), "utf8"));
    return isJournal(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJournal(value: unknown): value is Journal {
  if (typeof value !== "object" || value === null) return false;
  if (!("schema" in value) || value.schema !== "kofit-repair-journal/1") return false;
  if (!("kind" in value) || (value.kind !== "repair" && value.kind !== "undo")) return false;
  if (!("entries" in value && "directories" in value)) return false;
  const { entries, directories } = value;
  return (
    Array.isArray(entries) &&
    entries.every(isEntry) &&
    Array.isArray(directories) &&
    directories.every((one) => typeof one === "string" && isInside(one))
  );
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  if (!("path" in value && "before" in value && "after" in value)) return false;
  return (
    typeof value.path === "string" && isInside(value.path) && isState(value.before) && isState(value.after)
  );
}

/** A journal is a file like any other: what it names is below the headers, or it is none. */
const isInside = (path: string): boolean =>
  path !== "" && !path.startsWith("/") && path.split("/").every((part) => part !== ".." && part !== "");

function isState(value: unknown): value is FileState | null {
  if (value === null) return true;
  if (typeof value !== "object" || !("sha256" in value && "mode" in value)) return false;
  return typeof value.sha256 === "string" && typeof value.mode === "number";
}
