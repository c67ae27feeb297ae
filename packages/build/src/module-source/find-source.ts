import { InputError } from "@kofit/core";
import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

/** The directory with a module's source. */
export interface FoundSource {
  /** Absolute, without links. */
  readonly directory: string;
  /** What it is called: the last part of its name, or that of the package. */
  readonly name: string;
  /** It was named as DKMS does, and belongs to the system. */
  readonly installed?: { readonly module: string; readonly version: string };
}

/** Where DKMS and distributions keep sources. */
export interface SourcePlaces {
  /** `/usr/src` */
  readonly sources: string;
  /** `/var/lib/dkms` */
  readonly dkms: string;
}

const usual: SourcePlaces = { sources: "/usr/src", dkms: "/var/lib/dkms" };

/**
 * The source that `operand` names: a directory, or `NAME/VERSION` (or `NAME` alone, where there is one version) of DKMS.
 *
 * @throws {InputError} if there is none.
 */
export function findSource(operand: string, places: SourcePlaces = usual): FoundSource {
  if (isDirectory(operand)) {
    const directory = realpathSync(operand);
    return { directory, name: directory.split("/").at(-1) ?? operand };
  }
  const found = installedAs(operand, places);
  if (found) return found;
  if (statSync(operand, { throwIfNoEntry: false })) {
    throw new InputError({
      en: `${operand} is a file; kofit build takes the directory that it is in`,
      zh: `${operand} 是一个文件；kofit build 需要的是它所在的目录`,
    });
  }
  throw new InputError({
    en: `${operand}: there is no such directory, and no such module in ${places.sources} or ${places.dkms}`,
    zh: `${operand}：没有这个目录，${places.sources} 和 ${places.dkms} 中也没有这个模块`,
  });
}

function installedAs(operand: string, places: SourcePlaces): FoundSource | undefined {
  const [, module, version] = /^([\w.+~-]+)(?:\/([\w.+~:-]+))?$/.exec(operand) ?? [];
  if (module === undefined || module.startsWith(".")) return undefined;
  const versions = version === undefined ? versionsOf(module, places) : [version];
  if (versions.length > 1) {
    throw new InputError({
      en: `${module} is here in several versions: ${versions.map((one) => `${module}/${one}`).join(", ")}`,
      zh: `${module} 有多个版本：${versions.map((one) => `${module}/${one}`).join("、")}`,
    });
  }
  const [only] = versions;
  if (only === undefined) return undefined;
  const place = [join(places.sources, `${module}-${only}`), join(places.dkms, module, only, "source")].find(
    isDirectory,
  );
  if (place === undefined) return undefined;
  return { directory: realpathSync(place), name: module, installed: { module, version: only } };
}

function versionsOf(module: string, { sources, dkms }: SourcePlaces): readonly string[] {
  const found = new Set<string>();
  for (const name of namesIn(sources)) {
    const version = name.startsWith(`${module}-`) ? name.slice(module.length + 1) : "";
    if (/^\d/.test(version) && isFile(join(sources, name, "dkms.conf"))) found.add(version);
  }
  for (const name of namesIn(join(dkms, module))) {
    if (isDirectory(join(dkms, module, name, "source"))) found.add(name);
  }
  return [...found].toSorted();
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(resolve(directory));
  } catch {
    return [];
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
