import { type ByteSource, readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import { type Known, known } from "../../model/fact.ts";
import type { Artifacts, HeadersConfigs } from "../define-source.ts";
import { headersTreeIn } from "./headers-tree.ts";
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
  const headersTree = headersTreeIn(tree, directory);
  // Without the header that every module includes nothing is built with them.
  const isWhole = (await headersTree.open("include/linux/module.h")) !== undefined;
  return {
    ...(release && { release }),
    ...configs,
    ...(isWhole && { headersTree }),
    ...(symvers && { symvers }),
    ...(vmlinux && { vmlinux }),
  };
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
