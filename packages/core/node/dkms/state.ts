import { excludedBy, type Exclusion } from "../../src/formats/dkms-conf/dkms-build.ts";
import type { DkmsConf } from "../../src/formats/dkms-conf/dkms-conf.ts";
import { parseConfig } from "../../src/formats/kconfig/kconfig.ts";
import { readAll } from "../../src/io/byte-source.ts";
import { FormatError } from "../../src/io/format-error.ts";
import { configured } from "../../src/model/config.ts";
import { type Fact, known, type Text } from "../../src/model/fact.ts";
import { moduleNameOf } from "../../src/model/module-name.ts";
import { type DirectoryTree, directoryTree } from "../directory-tree.ts";
import { compareBuilt, type Compared, sameness } from "./compare-built.ts";
import { installedReleases, type InstalledKernel, readInstalled } from "./installed.ts";
import { type DkmsPlaces, dkmsPlaces } from "./places.ts";
import type { DkmsProblem } from "./problem.ts";
import { type DanglingLink, type DkmsBuild, type DkmsPackage, readDkmsConf, readDkmsTree } from "./tree.ts";

/** A package for one kernel. */
export interface DkmsRow {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  /** As dkms names it; absent where nothing was built for this kernel. */
  readonly architecture?: string;
  /** In dkms's words: `built` has every module, `installed` is the version that counts. */
  readonly state: "added" | "built" | "installed";
  /** dkms has put a module aside that came with the kernel, to put it back when this one is removed. */
  readonly originalModule: boolean;
  readonly modules: readonly DkmsRowModule[];
  readonly problems: readonly DkmsProblem[];
}

/** A module of a package for one kernel. */
export interface DkmsRowModule {
  /** As its file is named, without `.ko`. */
  readonly name: string;
  /** The file that is installed, or else the one that was built, relative to the root file system; absent: neither is there. */
  readonly path?: string;
  readonly installed: boolean;
}

/** A configuration of today has 300 KiB. */
const MAX_CONFIG = 16 << 20;

/** All of dkms below a root file system. */
export interface DkmsState {
  readonly root: DirectoryTree;
  readonly places: DkmsPlaces;
  readonly packages: readonly DkmsPackage[];
  readonly kernels: readonly InstalledKernel[];
  /** Each package for each kernel that is installed, or that it was built for. */
  readonly rows: readonly DkmsRow[];
  readonly dangling: readonly DanglingLink[];
  /** What could not be looked at, one line each. */
  readonly trouble: readonly Text[];
}

/** What of dkms is to be looked at. */
export interface DkmsWanted {
  /** Only this kernel. */
  readonly release?: string;
}

/**
 * The state of dkms below the root file system `directory`. Only reads; no shell code is run.
 *
 * @throws {FormatError} if the medium fails.
 */
export async function readDkms(directory: string, wanted: DkmsWanted = {}): Promise<DkmsState> {
  const root = directoryTree(directory, { links: directory === "/" ? "system" : "inside" });
  const places = await dkmsPlaces(root);
  const { packages, dangling, trouble } = await readDkmsTree(root, places);
  const isWanted = (release: string): boolean => wanted.release === undefined || release === wanted.release;
  const kernels: InstalledKernel[] = [];
  for (const release of packages.length === 0 ? [] : await installedReleases(root, places)) {
    if (isWanted(release)) kernels.push(await readInstalled(root, places, release));
  }
  const state = { root, places, packages, kernels, dangling };
  const rows: DkmsRow[] = [];
  for (const one of packages) {
    for (const kernel of kernels) rows.push(...(await rowsFor(state, one, kernel)));
    for (const build of one.builds) {
      const gone = isWanted(build.release) && !kernels.some(({ release }) => release === build.release);
      if (gone) rows.push(rowOfGone(one, build));
    }
  }
  return {
    ...state,
    rows,
    trouble: [...places.trouble, ...trouble, ...kernels.flatMap((kernel) => kernel.trouble)],
  };
}

interface Surroundings {
  readonly root: DirectoryTree;
  readonly places: DkmsPlaces;
  readonly packages: readonly DkmsPackage[];
}

async function rowsFor(
  around: Surroundings,
  one: DkmsPackage,
  kernel: InstalledKernel,
): Promise<readonly DkmsRow[]> {
  const builds = one.builds.filter(({ release }) => release === kernel.release);
  if (builds.length === 0) return [await rowNotBuilt(around, one, kernel)];
  return Promise.all(builds.map((build) => rowOf(around, one, build, kernel)));
}

const sourceProblems = ({ source }: DkmsPackage): readonly DkmsProblem[] =>
  source.there
    ? []
    : [{ problem: "source-missing", ...(source.link === undefined ? {} : { link: source.link }) }];

function rowOfGone({ name, version }: DkmsPackage, build: DkmsBuild): DkmsRow {
  const { release, architecture, modules } = build;
  return {
    name,
    version,
    release,
    architecture,
    state: build.active ? "installed" : "built",
    originalModule: false,
    modules: modules.map((file) => ({ name: file.name, path: file.path, installed: false })),
    problems: [{ problem: "kernel-gone" }],
  };
}

async function rowNotBuilt(
  { root, places, packages }: Surroundings,
  one: DkmsPackage,
  kernel: InstalledKernel,
): Promise<DkmsRow> {
  const { name, version, failedLog } = one;
  const { release } = kernel;
  const architecture = architectureOf(packages, release);
  const conf = await readDkmsConf(root, places, one, { release, architecture: architecture ?? "" });
  const weak = weakModules(root, namesIn(conf), kernel);
  if (weak.length > 0) {
    const modules = weak.map(({ module, path }) => ({ name: module, path, installed: true }));
    const problems = weak.map((link): DkmsProblem => ({ problem: "weak", ...link }));
    return { name, version, release, state: "installed", originalModule: false, modules, problems };
  }
  const problems: DkmsProblem[] = [...sourceProblems(one)];
  if (one.source.there) problems.push(...confProblems(conf));
  // Another version of it may be there instead.
  const other = packages.find(
    (candidate) =>
      candidate.name === name && candidate.builds.some((build) => build.release === release && build.active),
  );
  if (other) problems.push({ problem: "not-installed", activeVersion: other.version });
  else if (conf.known) {
    // Without a dkms.conf there is nothing that dkms could build.
    problems.push({
      problem: "not-built",
      excluded: await exclusion(root, places, conf, release, architecture),
      ...(failedLog === undefined ? {} : { log: failedLog }),
    });
  }
  const modules = namesIn(conf).map((module) => ({ name: module, installed: false }));
  return { name, version, release, state: "added", originalModule: false, modules, problems };
}

/** The modules that `weak-updates/` has links to, where it has all of `names`. */
function weakModules(
  root: DirectoryTree,
  names: readonly string[],
  { modules }: InstalledKernel,
): readonly { readonly module: string; readonly path: string; readonly target: string }[] {
  const links = names.flatMap((module) => {
    const path = modules.get(moduleNameOf(module))?.find((candidate) => candidate.includes("/weak-updates/"));
    const target = path === undefined ? undefined : root.linkAt(path);
    return path === undefined || target === undefined ? [] : [{ module, path, target }];
  });
  return links.length === names.length ? links : [];
}

/** The architecture that dkms has built for; kernels of one release have one. */
const architectureOf = (packages: readonly DkmsPackage[], release: string): string | undefined => {
  const builds = packages.flatMap((one) => one.builds);
  return (builds.find((build) => build.release === release) ?? builds[0])?.architecture;
};

async function exclusion(
  root: DirectoryTree,
  { installTree }: DkmsPlaces,
  conf: Fact<DkmsConf>,
  release: string,
  architecture: string | undefined,
): Promise<Fact<Exclusion | undefined>> {
  if (!conf.known) return conf;
  const file = await root.open(`${installTree}/${release}/build/.config`);
  let config: ((option: string) => boolean) | undefined;
  try {
    const parsed = file && parseConfig(await readAll(file, MAX_CONFIG), file.name);
    config = parsed && ((option) => configured(parsed, option));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
  // Without a build before, the architecture is not known: a pattern that refuses it counts for nothing.
  const found = excludedBy(conf.value, { release, arch: architecture ?? "", ...(config && { config }) });
  const guessed =
    architecture === undefined && found.known && found.value?.directive === "BUILD_EXCLUSIVE_ARCH";
  return guessed ? known(undefined, found.origin) : found;
}

/** The names that the modules of a dkms.conf are installed under, as far as they are known. */
function namesIn(conf: Fact<DkmsConf>): readonly string[] {
  if (!conf.known || !conf.value.modules.known) return [];
  return conf.value.modules.value.flatMap(({ destName }) => (destName.known ? [destName.value] : []));
}

async function rowOf(
  { root, places, packages }: Surroundings,
  one: DkmsPackage,
  build: DkmsBuild,
  kernel: InstalledKernel,
): Promise<DkmsRow> {
  const { name, version } = one;
  const { release, architecture, active } = build;
  const problems: DkmsProblem[] = [...sourceProblems(one)];
  const conf = await readDkmsConf(root, places, one, build);
  if (one.source.there) problems.push(...confProblems(conf));
  const there = new Set(build.modules.map((file) => file.name));
  const missing = namesIn(conf).filter((module) => !there.has(module));
  for (const module of missing) problems.push({ problem: "module-missing", module });
  const complete = there.size > 0 && missing.length === 0;
  if (!active) problems.push(notInstalled(packages, one, release, architecture));

  const modules: DkmsRowModule[] = [];
  for (const file of build.modules) {
    const compared: Compared = active
      ? await compareBuilt(root, places, file, kernel)
      : { installed: undefined, problems: [] };
    for (const problem of compared.problems) {
      problems.push(await withVersion(problem, root, packages, one, build));
    }
    modules.push({
      name: file.name,
      path: compared.installed ?? file.path,
      installed: compared.installed !== undefined,
    });
  }
  const state = !complete ? "added" : active ? "installed" : "built";
  const original = `${places.dkmsTree}/${name}/original_module/${release}/${architecture}`;
  const originalModule = root.realPath(original) !== undefined;
  return { name, version, release, architecture, state, originalModule, modules, problems };
}

/** An installed file that differs may be what was built of another version. */
async function withVersion(
  problem: DkmsProblem,
  root: DirectoryTree,
  packages: readonly DkmsPackage[],
  { name, version }: DkmsPackage,
  { release, architecture }: DkmsBuild,
): Promise<DkmsProblem> {
  if (problem.problem !== "installed-differs" || problem.packing) return problem;
  for (const one of packages) {
    if (one.name !== name || one.version === version) continue;
    const build = one.builds.find(
      (other) => other.release === release && other.architecture === architecture,
    );
    const file = build?.modules.find((other) => other.name === problem.module);
    if (file && (await sameness(root, file.path, problem.path)) !== "differs") {
      return { ...problem, version: one.version };
    }
  }
  return problem;
}

function confProblems(conf: Fact<DkmsConf>): readonly DkmsProblem[] {
  if (!conf.known) return [{ problem: "conf-unreadable", why: conf.why }];
  const { modules } = conf.value;
  if (!modules.known) return [{ problem: "modules-unknown", why: modules.why }];
  const doubtful = modules.value.map(({ destName }) => destName).find((fact) => !fact.known);
  return doubtful && !doubtful.known ? [{ problem: "modules-unknown", why: doubtful.why }] : [];
}

function notInstalled(
  packages: readonly DkmsPackage[],
  { name, version }: DkmsPackage,
  release: string,
  architecture: string,
): DkmsProblem {
  const other = packages.find(
    (one) =>
      one.name === name &&
      one.version !== version &&
      one.builds.some(
        (build) => build.release === release && build.architecture === architecture && build.active,
      ),
  );
  return { problem: "not-installed", ...(other && { activeVersion: other.version }) };
}
