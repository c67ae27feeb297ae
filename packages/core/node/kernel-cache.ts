import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { KernelFacts } from "../src/model/kernel.ts";
import { decodeEntry, encodeEntry } from "./cache-entry.ts";
import { type Dependencies, unchanged } from "./dependencies.ts";
import { codeOf } from "./system-error.ts";

/**
 * Number of each fact's reader. Whoever changes what a reader answers counts its number up: what the old one answered
 * is then not used any more.
 */
const readers = {
  release: 2,
  architecture: 2,
  generation: 2,
  features: 2,
  loaderOptions: 1,
  banner: 1,
  vermagic: 2,
  config: 2,
  structModule: 2,
  exports: 2,
  crcs: 2,
  builtins: 2,
  sysfsModules: 1,
  ownModules: 1,
  moduleSigning: 1,
  signaturePolicy: 2,
  namespacePolicy: 1,
  symversDifferences: 2,
  headersContradictions: 1,
  headersDifferences: 2,
  structModuleOptions: 2,
  toolDifferences: 1,
  trustedCertificates: 1,
  enrolledCertificates: 1,
} satisfies Record<keyof Required<KernelFacts>, number>;

/** A kernel that was read. */
export interface Kernel {
  readonly facts: KernelFacts;
  /** What it was read from, for the report. */
  readonly inputs: readonly string[];
  /** An image stands beside what was given, and was not unpacked for what something else tells: see `withImageBeside`. */
  readonly imageBeside?: true;
}

/** What one entry holds. */
interface Entry {
  /** In full, since the file's name is only a hash of it. */
  readonly key: string;
  readonly dependencies: Dependencies;
  readonly kernel: Kernel;
}

/** Entries that are kept, of a megabyte or two each. The oldest go first. */
const MAX_ENTRIES = 256;

/**
 * Kernels that were read before. Every entry is one file, written under another name and then renamed: two kofits at
 * once see all of an entry or nothing of it, and the directory may be deleted at any time.
 */
export interface KernelCache {
  /** The kernel kept under `key`, if everything that it was read from is unchanged; `undefined` otherwise. */
  find(key: string): Kernel | undefined;
  /** Where nothing can be written, nothing is kept. */
  keep(key: string, dependencies: Dependencies, kernel: Kernel): void;
}

export function kernelCache(cacheDirectory: string): KernelCache {
  const directory = join(cacheDirectory, "facts");
  return {
    find(key) {
      const full = versioned(key);
      const entry = entryIn(join(directory, fileName(full)));
      return entry?.key === full && unchanged(entry.dependencies) ? entry.kernel : undefined;
    },
    keep(key, dependencies, kernel) {
      const full = versioned(key);
      try {
        writeEntry(directory, fileName(full), { key: full, dependencies, kernel });
        removeOldest(directory);
      } catch (error) {
        // A full disk or a read-only home: the answer is as right without a cache.
        if (codeOf(error) === undefined) throw error;
      }
    },
  };
}

/** A new build of kofit may read otherwise, whether somebody counted or not. */
function versioned(key: string): string {
  const { size, mtimeMs } = statSync(fileURLToPath(import.meta.url));
  return JSON.stringify([readers, size, mtimeMs, process.version, key]);
}

/** 64 bits of FNV-1a, as two numbers: loading a real hash costs more than the rest of a hit. */
function fileName(key: string): string {
  let [a, b] = [0x811c9dc5, 0x050c5d1f];
  for (let i = 0; i < key.length; i += 1) {
    a = Math.imul(a ^ key.charCodeAt(i), 0x01000193);
    b = Math.imul(b ^ key.charCodeAt(key.length - 1 - i), 0x01000193);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

function entryIn(path: string): Entry | undefined {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
  const value = decodeEntry(bytes);
  return isEntry(value) ? value : undefined;
}

/** Its key names this version of kofit: whoever wrote such a value wrote an entry. */
function isEntry(value: unknown): value is Entry {
  return (
    typeof value === "object" &&
    value !== null &&
    "key" in value &&
    "kernel" in value &&
    "dependencies" in value &&
    Array.isArray(value.dependencies) &&
    value.dependencies.every(
      (dependency) =>
        Array.isArray(dependency) && typeof dependency[0] === "string" && !dependency[0].includes("\0"),
    )
  );
}

function writeEntry(directory: string, name: string, entry: Entry): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Not by the process alone: its threads share that number.
  const temporary = join(directory, `${name}.${process.pid}.${Math.random().toString(36).slice(2)}.new`);
  try {
    writeFileSync(temporary, encodeEntry(entry));
    renameSync(temporary, join(directory, name));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** By the time of writing; what a killed kofit left behind is old some day, too. */
function removeOldest(directory: string): void {
  const names = readdirSync(directory);
  if (names.length <= MAX_ENTRIES) return;
  const aged = names.map((name) => {
    const path = join(directory, name);
    return { path, time: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  });
  aged.sort((a, b) => b.time - a.time);
  for (const { path } of aged.slice(MAX_ENTRIES)) rmSync(path, { force: true });
}
