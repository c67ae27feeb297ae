import { InputError, type Text } from "@kofit/core";
import { cacheDirectory, type FetchedKernel, fetchApt } from "@kofit/core/node";
import { configuredHeaders, settle, unpack, withWorkspace } from "@kofit/build";
import { statSync } from "node:fs";
import { release } from "node:os";
import { UsageError } from "../frame/usage-error.ts";
import { isDirectory } from "../why/kernel-source.ts";
import { headersInTargets } from "./headers-in-targets.ts";

/** Where headers and kernel are on the local disk. */
export interface Places {
  /** The configured headers. */
  readonly headers: string;
  readonly unpacked: boolean;
  /** What the kernel is read from; none is the running one. */
  readonly kernel: readonly string[];
}

export interface PlacesGiven {
  /** `--kernel`; none is the running one. Without `--headers`, headers may be among them. */
  readonly kernel: readonly string[];
  /** `--headers` */
  readonly headers: readonly string[];
  readonly mirror: string | undefined;
  readonly offline: boolean;
  readonly signal: AbortSignal;
  download(progress: { readonly name: string; readonly bytes: number; readonly total: number }): void;
  /** Told what is being done. */
  progress(text: Text): void;
}

const isApt = (target: string): boolean => target.startsWith("apt:");

/**
 * Finds the headers, unpacks them where they are packages, and gives all to `use`; what was unpacked is removed afterwards.
 *
 * @throws {UsageError} if it is not told which headers are meant.
 * @throws {InputError} if they are not there, or hold no configured headers.
 * @throws {FormatError} if a package is damaged.
 * @throws {AptError} if packages cannot be got.
 */
export async function withPlaces<T>(given: PlacesGiven, use: (places: Places) => Promise<T>): Promise<T> {
  const { kernel, headers } = given;
  const [only] = headers;
  if (only === undefined && kernel.length === 0) return use(running());
  if (only !== undefined && headers.length === 1 && isDirectory(only)) {
    return use({ headers: only, unpacked: false, kernel: await kernelPaths(given) });
  }
  const fetched = await fetchAll(only === undefined ? kernel : [], given);
  const wanted = await packagesOf(headers, given);
  const builds = fetched.flatMap(({ packages }) =>
    packages.filter(({ purpose }) => purpose === "headers" || purpose === "build").map(({ path }) => path),
  );
  const beside = only === undefined ? headersInTargets(kernel) : { packages: [] };
  if (beside.directory !== undefined && builds.length === 0) {
    return use({ headers: beside.directory, unpacked: false, kernel: await kernelPaths(given) });
  }
  const packages = [...wanted, ...builds, ...beside.packages];
  if (packages.length === 0) throw whichHeaders();
  const paths = only === undefined ? fetchedPaths(kernel, fetched) : await kernelPaths(given);
  return withWorkspace("preflight", async (directory) => {
    given.progress({ en: "unpacking the headers", zh: "正在解包头文件" });
    const found = await unpacked(packages, directory, given.signal);
    return use({ headers: found, unpacked: true, kernel: paths });
  });
}

function running(): Places {
  const headers = `/lib/modules/${release()}/build`;
  if (isDirectory(headers)) return { headers, unpacked: false, kernel: [] };
  throw new InputError({
    en: `${headers} is not there: the headers of the running kernel are not installed; \`kofit recipe headers\` tells how to install them on this system; or name others with --headers`,
    zh: `${headers} 不存在：没有安装正在运行的内核的头文件；\`kofit recipe headers\` 会给出本系统上的安装方法；或用 --headers 指定其他头文件`,
  });
}

async function fetchAll(targets: readonly string[], given: PlacesGiven): Promise<readonly FetchedKernel[]> {
  const { mirror, offline, signal } = given;
  const found: FetchedKernel[] = [];
  for (const target of targets.filter(isApt)) {
    found.push(
      await fetchApt(target, {
        build: true,
        cacheDirectory: cacheDirectory(),
        mirror,
        offline,
        signal,
        progress: (progress) => given.download(progress),
      }),
    );
  }
  return found;
}

/** The targets, `apt:` ones as the packages that are not for building. */
const fetchedPaths = (targets: readonly string[], fetched: readonly FetchedKernel[]): readonly string[] => [
  ...targets.filter((target) => !isApt(target)),
  ...fetched.flatMap(({ packages }) =>
    packages.filter(({ purpose }) => purpose !== "build" && purpose !== "headers").map(({ path }) => path),
  ),
];

async function kernelPaths(given: PlacesGiven): Promise<readonly string[]> {
  return fetchedPaths(given.kernel, await fetchAll(given.kernel, given));
}

/** The packages that `--headers` names. */
async function packagesOf(headers: readonly string[], given: PlacesGiven): Promise<readonly string[]> {
  const fetched = await fetchAll(headers, given);
  const files = headers.filter((one) => !isApt(one));
  for (const file of files) {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) throw new InputError({ en: `${file}: there is no such file`, zh: `${file}：没有这个文件` });
    if (found.isDirectory()) throw oneDirectory();
  }
  return [
    ...files,
    ...fetched.flatMap(({ packages }) => packages.filter(isForBuilding).map(({ path }) => path)),
  ];
}

const isForBuilding = ({ purpose }: FetchedKernel["packages"][number]): boolean =>
  purpose === "headers" || purpose === "build";

/** What the package of an image has, which may be given together with its headers. */
const OF_IMAGE = /^(?:boot|(?:usr\/)?lib\/(?:modules\/[^/]+\/kernel|firmware))\//;

/** Unpacks the packages, and makes the headers usable where they are then. */
async function unpacked(
  packages: readonly string[],
  directory: string,
  signal: AbortSignal,
): Promise<string> {
  await unpack(packages, directory, signal, (path) => !OF_IMAGE.test(path));
  const headers = await configuredHeaders(directory);
  if (headers === undefined) throw noneConfigured(packages);
  await settle(headers, directory);
  return headers;
}

const whichHeaders = (): UsageError =>
  new UsageError({
    en: "which headers? --headers DIR, or their packages: --headers linux-headers-….deb --headers …-common….deb",
    zh: "请指定头文件：--headers 目录，或其软件包：--headers linux-headers-….deb --headers …-common….deb",
  });

const oneDirectory = (): UsageError =>
  new UsageError({
    en: "--headers takes one directory, or one or more packages",
    zh: "--headers 接受一个目录，或一个或多个软件包",
  });

const noneConfigured = (packages: readonly string[]): InputError =>
  new InputError({
    en: `no configured headers (a directory with .config or include/config/auto.conf) in ${packages.join(", ")}`,
    zh: `${packages.join("、")} 中没有已配置的头文件（含 .config 或 include/config/auto.conf 的目录）`,
  });
