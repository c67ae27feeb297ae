import type { ByteSource } from "../../io/byte-source.ts";
import { decompressed } from "../../io/decompress.ts";
import type { FileTree } from "../../io/file-tree.ts";
import { type Known, known, type Text } from "../../model/fact.ts";
import type { Artifacts } from "../define-source.ts";
import { type Headers, isBuildDirectory, openHeaders } from "./headers.ts";
import { MAX_SYMVERS } from "./limits.ts";
import { below, firstFile } from "./subtree.ts";
import { treeModules } from "./tree-modules.ts";

const indexNames = ["modules.dep", "modules.order", "modules.builtin", "modules.builtin.modinfo"] as const;

/** Where the files of one kernel stand. */
export interface Place {
  readonly tree: FileTree;
  /** The root file system in `tree`; absent when what surrounds the directory is not known. */
  readonly root?: string;
  /** `lib/modules/<release>`, in `tree`. */
  readonly directory: string;
  /** Absent when the directory's name is no release. */
  readonly release?: string;
}

/** Everything that belongs to the kernel whose modules are in `lib/modules/<release>`. */
export async function openReleaseDirectory(place: Place): Promise<Omit<Artifacts, "inputs">> {
  const { tree, directory } = place;
  const release = place.release && known(place.release, { input: below(tree.name, directory) });
  const { headers, setAside } = await fittingHeaders(place, release || undefined);
  const config = await firstFile(tree, [
    ...inRoot(place, (release) => [`boot/config-${release}`]),
    below(directory, "config"),
  ]);
  const image = await firstFile(tree, [
    ...inRoot(place, (release) => ["vmlinuz", "vmlinux", "Image"].map((name) => `boot/${name}-${release}`)),
    below(directory, "vmlinuz"),
  ]);
  const symvers = headers.symvers ?? (await distributedSymvers(place));
  const indexes = await openIndexes(tree, directory);
  return {
    ...headers,
    ...(release && { release }),
    ...(config && { config }),
    ...(image && { image, imageIsBeside: true }),
    ...(symvers && { symvers }),
    ...(setAside && { setAside: [setAside] }),
    indexes,
    modules: treeModules(tree, directory),
  };
}

const inRoot = ({ root, release }: Place, paths: (release: string) => readonly string[]): string[] =>
  root === undefined || release === undefined ? [] : paths(release).map((path) => below(root, path));

async function openIndexes(tree: FileTree, directory: string): Promise<Record<string, ByteSource>> {
  const found: Record<string, ByteSource> = {};
  for (const name of indexNames) {
    const file = await tree.open(below(directory, name));
    if (file) found[name] = file;
  }
  return found;
}

/** Fedora, RHEL and SUSE install `Module.symvers`, compressed, beside the image or the modules. */
async function distributedSymvers(place: Place): Promise<ByteSource | undefined> {
  const suffixes = ["gz", "xz", "zst"];
  const file = await firstFile(place.tree, [
    ...suffixes.map((suffix) => below(place.directory, `symvers.${suffix}`)),
    ...inRoot(place, (release) => suffixes.map((suffix) => `boot/symvers-${release}.${suffix}`)),
  ]);
  return file && decompressed(file, MAX_SYMVERS);
}

/** The build directory, by its link or where distributions put it, unless it was made for another kernel. */
async function fittingHeaders(
  place: Place,
  release: Known<string> | undefined,
): Promise<{ headers: Headers; setAside?: Text }> {
  const usual = [
    below(place.directory, "build"),
    ...inRoot(place, (name) => [`usr/src/linux-headers-${name}`, `usr/src/kernels/${name}`]),
  ];
  for (const path of usual) {
    if (!(await isBuildDirectory(place.tree, path))) continue;
    const headers = await openHeaders(place.tree, path);
    const theirs = headers.release;
    if (!release || !theirs || theirs.value === release.value) return { headers };
    return {
      headers: {},
      setAside: ofAnotherKernel(below(place.tree.name, path), theirs.value, release.value),
    };
  }
  return { headers: {} };
}

const ofAnotherKernel = (path: string, theirs: string, ours: string): Text => ({
  en: `${path} holds the headers of ${theirs}, not of ${ours}`,
  zh: `${path} 中是 ${theirs} 的头文件，而不是 ${ours} 的`,
});
