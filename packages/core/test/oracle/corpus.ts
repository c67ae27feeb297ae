import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { AptError, fetchApt } from "../../node/apt/index.ts";
import { cacheDirectory, moduleFiles } from "../../node/index.ts";

/** A real kernel of the archive, unpacked by dpkg-deb: nothing of kofit has touched these files. */
export interface Corpus {
  readonly release: string;
  /** Where the packages are unpacked to; `lib/modules/<release>` or `usr/lib/modules/<release>` is below it. */
  readonly root: string;
  /** `lib/modules/<release>`, absolute. */
  readonly modulesDirectory: string;
  /** The headers package's tree. */
  readonly headers: string;
  /** `Module.symvers` of the headers package. */
  readonly symvers: string;
  /** Every module, absolute. */
  readonly modules: readonly string[];
  /** The packages as files: image first. */
  readonly packages: readonly string[];
}

/** The kernel that an `apt:` target means; fetched and unpacked once, below kofit's cache. */
export async function corpus(spec: string): Promise<Corpus> {
  const fetched = await fetchApt(spec, { cacheDirectory: cacheDirectory() });
  const { release } = fetched;
  if (release === undefined) throw new Error(`${spec} is no kernel image`);
  const packages = fetched.packages.map(({ path }) => path);
  // Named by the image, told apart by all: five names together are longer than a file system takes.
  const names = packages.map((path) => basename(path, ".deb"));
  const digest = createHash("sha256").update(names.join("+")).digest("hex").slice(0, 8);
  const root = join(cacheDirectory(), "test-corpus", `${names[0]}+${digest}`);
  if (!existsSync(root)) unpack(packages, root);
  const modulesDirectory = ["lib/modules", "usr/lib/modules"]
    .map((path) => join(root, path, release))
    .find((path) => existsSync(join(path, "kernel")));
  if (modulesDirectory === undefined) throw new Error(`${spec}: no lib/modules/${release} in its packages`);
  const headers = join(root, "usr/src", `linux-headers-${release}`);
  const modules = [...moduleFiles([modulesDirectory])];
  return {
    release,
    root,
    modulesDirectory,
    headers,
    symvers: join(headers, "Module.symvers"),
    modules,
    packages,
  };
}

function unpack(packages: readonly string[], root: string): void {
  const temporary = `${root}.${process.pid}.new`;
  mkdirSync(temporary, { recursive: true });
  for (const path of packages) execFileSync("dpkg-deb", ["-x", path, temporary]);
  renameSync(temporary, root);
}

/**
 * An older build of the same Debian kernel that the archive still has: `6.1.0-47-amd64` for `6.1.0-56-amd64`. The
 * oldest within `back` numbers whose symbols are not all the same.
 */
export async function neighbourOf(
  { release, symvers }: Corpus,
  suites: readonly string[],
  back = 12,
): Promise<Corpus> {
  const [, before = "", number = "", after = ""] = /^(.*-)(\d+)(-[^-]+)$/.exec(release) ?? [];
  if (number === "") throw new Error(`the release ${release} has no build number`);
  for (let older = Math.max(1, Number(number) - back); older < Number(number); older += 1) {
    for (const suite of suites) {
      const found = await corpus(`apt:linux-image-${before}${older}${after}${suite}`).catch(notThere);
      if (found && !readFileSync(found.symvers).equals(readFileSync(symvers))) return found;
    }
  }
  throw new Error(`the archive has no older build of ${release} with other symbols`);
}

function notThere(error: unknown): undefined {
  if (error instanceof AptError) return undefined;
  throw error;
}

/** Lines of a program's output. */
export function lines(program: string, args: readonly string[]): string[] {
  return execFileSync(program, args, {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    env: { ...process.env, LC_ALL: "C" },
  })
    .split("\n")
    .filter((line) => line !== "");
}

/** The parts of a list, `size` each: command lines have an end. */
export function chunks<T>(list: readonly T[], size = 500): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

/** What a `-dbg` package of the archive has, of which this is unpacked: 700 MB, once. */
export interface DebugCorpus {
  /** With its debug information. */
  readonly vmlinux: string;
  /** A module of middling size, with its own. */
  readonly module: string;
}

/** The debug information of the kernel that a target like `apt:linux-image-cloud-amd64-dbg/bookworm` means. */
export async function debugCorpus(spec: string): Promise<DebugCorpus> {
  const { packages } = await fetchApt(spec, { cacheDirectory: cacheDirectory() });
  const found = packages.toSorted((a, b) => b.size - a.size)[0];
  if (!found) throw new Error(`${spec} is no package`);
  const root = join(cacheDirectory(), "test-corpus", basename(found.path, ".deb"));
  if (!existsSync(root)) unpackSome(found.path, root, ["*/boot/vmlinux-*", "*/virtio_net.ko*"]);
  const files = lines("find", [root, "-type", "f"]);
  const named = (part: string): string => {
    const path = files.find((file) => basename(file).startsWith(part));
    if (path === undefined) throw new Error(`${spec}: no ${part} in ${found.path}`);
    return path;
  };
  return { vmlinux: named("vmlinux-"), module: named("virtio_net.ko") };
}

function unpackSome(path: string, root: string, patterns: readonly string[]): void {
  const temporary = `${root}.${process.pid}.new`;
  mkdirSync(temporary, { recursive: true });
  const script = 'dpkg-deb --fsys-tarfile "$0" | tar -x -C "$1" --wildcards "$2" "$3"';
  execFileSync("sh", ["-c", script, path, temporary, ...patterns]);
  renameSync(temporary, root);
}
