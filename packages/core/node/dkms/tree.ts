import { readAll } from "../../src/io/byte-source.ts";
import { FormatError } from "../../src/io/format-error.ts";
import { type Fact, known, sameInAll, type Text, unknown } from "../../src/model/fact.ts";
import { type DkmsConf, parseDkmsConf } from "../../src/formats/dkms-conf/dkms-conf.ts";
import type { DirectoryTree } from "../directory-tree.ts";
import { type DkmsPlaces, dkmsPlaces } from "./places.ts";

/** One version of a package that dkms knows: a directory `NAME/VERSION` of its tree. */
export interface DkmsPackage {
  readonly name: string;
  readonly version: string;
  /** `link`: what it holds, as it is written; absent where it is a directory of its own, or not there at all. */
  readonly source: { readonly there: boolean; readonly link?: string };
  readonly builds: readonly DkmsBuild[];
  /** Log of a build that failed, left in `build/`: a path of the running system. */
  readonly failedLog?: string | undefined;
}

/** What was built of a package for one kernel. */
export interface DkmsBuild {
  readonly release: string;
  /** As dkms names it, `uname -m`. */
  readonly architecture: string;
  /** Files of modules that dkms keeps. */
  readonly modules: readonly DkmsFile[];
  /** dkms's own link `kernel-RELEASE-ARCH` says that this build is the installed one. */
  readonly active: boolean;
  /** Log of the build: a path of the running system. */
  readonly log?: string | undefined;
}

/** The file of a module. */
export interface DkmsFile {
  /** Its name without `.ko` and what is behind it, as the file has it. */
  readonly name: string;
  /** Relative to the root file system. */
  readonly path: string;
}

/** A link `kernel-RELEASE-ARCH` that leads to no build. */
export interface DanglingLink {
  /** Relative to the root file system. */
  readonly path: string;
  readonly target: string;
}

/** dkms's tree, as it is on disk. */
export interface DkmsTree {
  readonly packages: readonly DkmsPackage[];
  readonly dangling: readonly DanglingLink[];
  /** What could not be looked at, one line each. */
  readonly trouble: readonly Text[];
}

/** Directories in a package that are no version of it. */
const NO_VERSION = /^(?:original_module$|kernel-)/;

/** dkms takes for a release what begins like one: module_status_built(). */
const RELEASE = /^[0-9].*\../;

/** Entries of one directory that are looked at: a tree with more is no tree of dkms. */
const MAX_ENTRIES = 4096;

const MODULE = /^(.+)\.ko(?:\.(?:gz|xz|zst))?$/;

/** What a file's name says of the module in it; `undefined`: it is none. */
export const moduleNamed = (file: string): string | undefined => MODULE.exec(file)?.[1];

/** Reads dkms's tree below a root file system. Nothing in it is run, and what is damaged is said and passed over. */
export async function readDkmsTree(root: DirectoryTree, { dkmsTree }: DkmsPlaces): Promise<DkmsTree> {
  const reader: Reader = { root, trouble: [], dangling: [] };
  const packages: DkmsPackage[] = [];
  for (const name of await directoriesIn(reader, dkmsTree)) {
    const active = await activeBuilds(reader, `${dkmsTree}/${name}`);
    for (const version of await directoriesIn(reader, `${dkmsTree}/${name}`)) {
      if (!NO_VERSION.test(version)) packages.push(await packageAt(reader, dkmsTree, name, version, active));
    }
  }
  return { packages, dangling: reader.dangling, trouble: reader.trouble };
}

interface Reader {
  readonly root: DirectoryTree;
  readonly trouble: Text[];
  readonly dangling: DanglingLink[];
}

async function directoriesIn({ root, trouble }: Reader, path: string): Promise<readonly string[]> {
  const refusal = root.refusalAt(path);
  if (refusal) {
    const shown = JSON.stringify(`/${path}`);
    trouble.push({ en: `${shown}: ${refusal.en}`, zh: `${shown}：${refusal.zh}` });
    return [];
  }
  const entries = (await root.list(path)).slice(0, MAX_ENTRIES);
  // Links to directories are dkms's own pointers, not what they point to.
  return entries
    .filter(({ name, kind }) => kind === "directory" && root.linkAt(`${path}/${name}`) === undefined)
    .map(({ name }) => name);
}

/** `VERSION/RELEASE/ARCH` of the builds that links `kernel-RELEASE-ARCH` point to; what they point to in vain is noted. */
async function activeBuilds({ root, dangling }: Reader, path: string): Promise<ReadonlySet<string>> {
  const active = new Set<string>();
  for (const { name } of (await root.list(path)).slice(0, MAX_ENTRIES)) {
    const target = name.startsWith("kernel-") ? root.linkAt(`${path}/${name}`) : undefined;
    if (target === undefined) continue;
    const real = root.realPath(`${path}/${name}`);
    if (real === undefined) dangling.push({ path: `${path}/${name}`, target });
    else active.add(`${name} ${real}`);
  }
  return active;
}

async function packageAt(
  reader: Reader,
  dkmsTree: string,
  name: string,
  version: string,
  active: ReadonlySet<string>,
): Promise<DkmsPackage> {
  const { root } = reader;
  const path = `${dkmsTree}/${name}/${version}`;
  const link = root.linkAt(`${path}/source`);
  const builds: DkmsBuild[] = [];
  for (const release of await directoriesIn(reader, path)) {
    if (!RELEASE.test(`${release}.`)) continue;
    for (const architecture of await directoriesIn(reader, `${path}/${release}`)) {
      const at = `${path}/${release}/${architecture}`;
      const files = await root.list(`${at}/module`);
      builds.push({
        release,
        architecture,
        modules: files.flatMap(({ name, kind }) => {
          const module = kind === "file" ? moduleNamed(name) : undefined;
          return module === undefined ? [] : [{ name: module, path: `${at}/module/${name}` }];
        }),
        active: active.has(`kernel-${release}-${architecture} ${root.realPath(at)}`),
        log: root.realPath(`${at}/log/make.log`),
      });
    }
  }
  return {
    name,
    version,
    source: {
      there: root.realPath(`${path}/source`) !== undefined,
      ...(link === undefined ? {} : { link }),
    },
    builds,
    failedLog: root.realPath(`${path}/build/make.log`),
  };
}

/** Names of the packages that dkms knows below a root file system, in their order. */
export async function dkmsPackages(root: DirectoryTree): Promise<readonly string[]> {
  const { packages } = await readDkmsTree(root, await dkmsPlaces(root));
  return [...new Set(packages.map(({ name }) => name))];
}

/** A dkms.conf is a few lines. */
const MAX_CONF = 1 << 20;

/**
 * The dkms.conf of a package for one kernel, with the files of `/etc/dkms` that change it, in dkms's order (read_conf());
 * unknown where it is not there or damaged.
 */
export async function readDkmsConf(
  root: DirectoryTree,
  { dkmsTree, sourceTree, installTree }: DkmsPlaces,
  { name, version }: Pick<DkmsPackage, "name" | "version">,
  { release, architecture }: Pick<DkmsBuild, "release" | "architecture">,
): Promise<Fact<DkmsConf>> {
  const path = `${dkmsTree}/${name}/${version}/source/dkms.conf`;
  const file = await root.open(path);
  const again = {
    en: `Install the package of ${name} again, or take this version away: dkms remove ${name}/${version} --all`,
    zh: `请重新安装 ${name} 软件包，或移除这个版本：dkms remove ${name}/${version} --all`,
  };
  if (!file) return unknown({ en: `/${path} is not there`, zh: `/${path} 不存在` }, again);
  const overrides: { readonly bytes: Uint8Array; readonly source: string }[] = [];
  try {
    const middle = [name, `${name}-${version}`, `${name}-${version}-${release}`];
    // The last two since dkms 3.2.
    const last = [`${name}-${version}-${release}-${architecture}`, `${name}--${release}`];
    for (const one of [...middle, ...last, `${name}--${release}-${architecture}`]) {
      const override = await root.open(`etc/dkms/${one}.conf`);
      if (override) overrides.push({ bytes: await readAll(override, MAX_CONF), source: override.name });
    }
    const given = {
      kernelver: release,
      arch: architecture,
      kernel_source_dir: `/${installTree}/${release}/build`,
      kernel_config: `/${installTree}/${release}/build/.config`,
      dkms_tree: `/${dkmsTree}`,
      source_tree: `/${sourceTree}`,
      install_tree: `/${installTree}`,
      module: name,
      module_version: version,
    };
    return known(parseDkmsConf(await readAll(file, MAX_CONF), file.name, given, overrides), {
      input: file.name,
    });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return unknown(sameInAll(error.message), again);
  }
}
