import { type ByteSource, readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import { type Known, known } from "../../model/fact.ts";
import type { Artifacts, HeadersConfigs, HeadersTree } from "../define-source.ts";
import { MAX_RELEASE_FILE } from "./limits.ts";
import { below, firstFile, hasAny } from "./subtree.ts";

/** What a build directory holds of a kernel; every part is absent when the file is not there. */
export type Headers = Pick<
  Artifacts,
  "release" | "headersConfig" | "headersConfigs" | "headersTree" | "symvers" | "vmlinux"
>;

/** Whether `directory` is one that modules are built against: `/lib/modules/<release>/build` leads to such a one. */
export async function isBuildDirectory(tree: FileTree, directory: string): Promise<boolean> {
  const marks = ["include/generated/autoconf.h", "include/config/auto.conf", "Module.symvers"];
  return hasAny(
    tree,
    marks.map((path) => below(directory, path)),
  );
}

/** The files that kbuild leaves in a build directory: Documentation/kbuild/modules.rst, Makefile of the kernel. */
export async function openHeaders(tree: FileTree, directory: string): Promise<Headers> {
  const open = async (...paths: string[]): Promise<ByteSource | undefined> =>
    firstFile(
      tree,
      paths.map((path) => below(directory, path)),
    );
  const release = await releaseOf(
    await open("include/generated/utsrelease.h"),
    await open("include/config/kernel.release"),
  );
  const configs = configsOf(
    await open(".config"),
    await open("include/config/auto.conf"),
    await open("include/generated/autoconf.h"),
  );
  const symvers = await open("Module.symvers");
  const vmlinux = await open("vmlinux");
  const headersTree = await treeOf(tree, directory);
  return {
    ...(release && { release }),
    ...configs,
    ...(headersTree && { headersTree }),
    ...(symvers && { symvers }),
    ...(vmlinux && { vmlinux }),
  };
}

/** `undefined` when neither the directory nor a source of it holds the header that every module includes. */
async function treeOf(tree: FileTree, directory: string): Promise<HeadersTree | undefined> {
  const makefile = await tree.open(below(directory, "Makefile"));
  const sources = makefile ? sourcesOf(directory, await start(makefile)) : [];
  const places = [directory, ...sources];
  const open = async (path: string): Promise<ByteSource | undefined> =>
    firstFile(
      tree,
      places.map((place) => below(place, path)),
    );
  return (await open("include/linux/module.h")) && { name: below(tree.name, directory), open };
}

/**
 * Where the source of a build directory may be. Its Makefile names it (scripts/mkmakefile, outputmakefile in the kernel's
 * Makefile), Debian's by the path where it is installed; unpacked elsewhere it stands beside.
 */
function sourcesOf(directory: string, makefile: string): readonly string[] {
  const included = /^include (?:\.\/)?(\S+?)\/?Makefile$/m.exec(makefile)?.[1];
  if (included === undefined || included === "") return [below(directory, "source")];
  const name = included.slice(included.lastIndexOf("/") + 1);
  // Where the build directory is all that was given, what stands beside it is outside of the tree: see FileTree.
  const beside =
    directory === ""
      ? `../${name}`
      : below(directory.slice(0, Math.max(0, directory.lastIndexOf("/"))), name);
  const named = included.startsWith("/") ? included.slice(1) : below(directory, included);
  return [named, beside, below(directory, "source")];
}

async function start(file: ByteSource): Promise<string> {
  return new TextDecoder("latin1").decode(await file.read(0, Math.min(file.size, MAX_RELEASE_FILE)));
}

/** The configuration of a headers tree: the most readable of its files, and all of them. */
export function configsOf(
  config: ByteSource | undefined,
  forMake: ByteSource | undefined,
  forCompiler: ByteSource | undefined,
): Pick<Artifacts, "headersConfig" | "headersConfigs"> {
  const headersConfig = config ?? forMake ?? forCompiler;
  if (!headersConfig) return {};
  const headersConfigs: HeadersConfigs = {
    ...(config && { config }),
    ...(forMake && { forMake }),
    ...(forCompiler && { forCompiler }),
  };
  return { headersConfig, headersConfigs };
}

/**
 * What modules built here will carry: UTS_RELEASE; else KERNELRELEASE, which Debian overrides only in the former
 * (`6.1.0-56-amd64` there, `6.1.192` here).
 */
export async function releaseOf(
  utsrelease: ByteSource | undefined,
  kernelRelease: ByteSource | undefined,
): Promise<Known<string> | undefined> {
  const defined = utsrelease && /^#define\s+UTS_RELEASE\s+"([^"]+)"/m.exec(await textOf(utsrelease))?.[1];
  if (utsrelease && defined) return known(defined, { input: utsrelease.name, part: "UTS_RELEASE" });
  const plain = kernelRelease && (await textOf(kernelRelease)).trim();
  return kernelRelease && plain ? known(plain, { input: kernelRelease.name }) : undefined;
}

async function textOf(source: ByteSource): Promise<string> {
  return new TextDecoder("latin1").decode(await readAll(source, MAX_RELEASE_FILE));
}
