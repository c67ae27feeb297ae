import { createHash } from "node:crypto";
import { readFile, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FinishedFile } from "./compile.ts";
import type { OverlayLink } from "./overlay.ts";

/** The list of what is in an overlay, in the overlay. */
const MANIFEST = ".kofit-overlay.json";

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Writes down what an overlay is made of. */
export async function writeManifest(
  directory: string,
  files: readonly FinishedFile[],
  links: readonly OverlayLink[],
): Promise<void> {
  const manifest = {
    files: files.map(({ path, content }) => [path, digest(content)]),
    links: links.map(({ path, target }) => [path, target]),
  };
  await writeFile(join(directory, MANIFEST), JSON.stringify(manifest));
}

/** Whether an overlay is there, and everything in it is as it was made. */
export async function isStill(directory: string): Promise<boolean> {
  const manifest = await readManifest(directory);
  if (!manifest) return false;
  for (const [path, sum] of manifest.files) {
    const bytes = await readFile(join(directory, path)).catch(() => undefined);
    if (!bytes || digest(bytes) !== sum) return false;
  }
  for (const [path, target] of manifest.links) {
    if ((await readlink(join(directory, path)).catch(() => undefined)) !== target) return false;
  }
  return true;
}

type Pairs = readonly (readonly [string, string])[];

async function readManifest(directory: string): Promise<{ files: Pairs; links: Pairs } | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(directory, MANIFEST), "utf8"));
    if (typeof value !== "object" || value === null || !("files" in value) || !("links" in value))
      return undefined;
    return { files: pairsIn(value.files), links: pairsIn(value.links) };
  } catch {
    // There is none, or not all of it.
    return undefined;
  }
}

function pairsIn(value: unknown): Pairs {
  if (!Array.isArray(value)) throw new TypeError("no list");
  return value.map((pair: unknown) => {
    const [first, second]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    if (typeof first !== "string" || typeof second !== "string") throw new TypeError("no pair of texts");
    return [first, second] as const;
  });
}
