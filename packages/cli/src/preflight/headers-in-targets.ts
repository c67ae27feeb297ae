import { readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";

/** Headers that come with what the kernel was given as. */
export interface HeadersInTargets {
  /** A directory with configured headers; absent: none is among the targets. */
  readonly directory?: string;
  /** Packages that may hold them. */
  readonly packages: readonly string[];
}

/**
 * Headers among the targets that mean a kernel: a directory of headers, `lib/modules/RELEASE` or a root file system (whose
 * links lead to places below it), or packages.
 */
export function headersInTargets(targets: readonly string[]): HeadersInTargets {
  const directory = targets.map(headersIn).find((found) => found !== undefined);
  const packages = targets.filter((target) => target.endsWith(".deb") && kindOf(target) === "file");
  return { ...(directory !== undefined && { directory }), packages };
}

function headersIn(target: string): string | undefined {
  if (kindOf(target) !== "directory") return undefined;
  if (isConfigured(target)) return target;
  const direct = join(target, "build");
  if (isConfigured(direct)) return direct;
  return ["lib/modules", "usr/lib/modules"].flatMap((path) => belowModules(target, path))[0];
}

function belowModules(root: string, path: string): string[] {
  const releases = namesIn(join(root, path));
  return releases.flatMap((release) => {
    const link = join(root, path, release, "build");
    const place = throughLink(root, link);
    return place !== undefined && isConfigured(place) ? [place] : [];
  });
}

/** The link of a mounted system is absolute there, and leads to another place here. */
function throughLink(root: string, link: string): string | undefined {
  try {
    const target = readlinkSync(link);
    return target.startsWith("/") ? join(root, target) : join(link, "..", target);
  } catch {
    return kindOf(link) === "directory" ? link : undefined;
  }
}

const isConfigured = (directory: string): boolean =>
  kindOf(join(directory, "Makefile")) === "file" &&
  [".config", "include/config/auto.conf"].some((name) => kindOf(join(directory, name)) === "file");

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function kindOf(path: string): "file" | "directory" | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return "directory";
  return found?.isFile() ? "file" : undefined;
}
