import type { FileTree } from "../io/file-tree.ts";
import { InputError } from "../model/input-error.ts";
import { isBuildDirectory } from "./common/headers.ts";
import { openReleaseDirectory } from "./common/release-directory.ts";
import { below, directoriesIn, hasAny } from "./common/subtree.ts";
import type { DirectoryInput, Source } from "./define-source.ts";

/** A root file system: of a mounted SD card, an unpacked image, a container. */
export default {
  id: "root-directory",
  async openDirectory(input) {
    const { tree, directory } = input;
    const listings = await Promise.all(modulesIn(directory).map((path) => tree.list(path)));
    if (listings.every((entries) => entries.length === 0)) return undefined;
    const found = await releasesIn(input);
    const [first, ...others] = found;
    if (!first) throw noModules(below(tree.name, directory));
    if (others.length > 0) throw severalReleases(below(tree.name, directory), found);
    return {
      inputs: [below(tree.name, directory)],
      ...(await openReleaseDirectory({ tree, root: directory, ...first })),
    };
  },
} satisfies Source;

/** `/lib` is a link to `/usr/lib` where `/usr` is merged; on a card whose link is broken, only the latter is there. */
const modulesIn = (root: string): string[] => [below(root, "lib/modules"), below(root, "usr/lib/modules")];

interface Found {
  readonly release: string;
  readonly directory: string;
}

/**
 * The kernels whose modules are installed, each once. Of directories without modules only those with headers count, and
 * only where there is nothing better: removed kernels and headers packages leave such directories behind.
 */
async function releasesIn({ tree, directory }: DirectoryInput): Promise<Found[]> {
  const full: Found[] = [];
  const headersOnly: Found[] = [];
  const seen = new Set<string>();
  for (const modules of modulesIn(directory)) {
    for (const release of await directoriesIn(tree, modules)) {
      if (seen.has(release)) continue;
      seen.add(release);
      const path = below(modules, release);
      if (await holdsModules(tree, path)) full.push({ release, directory: path });
      else if (await isBuildDirectory(tree, below(path, "build"))) {
        headersOnly.push({ release, directory: path });
      }
    }
  }
  return full.length > 0 ? full : headersOnly;
}

async function holdsModules(tree: FileTree, path: string): Promise<boolean> {
  const marks = ["modules.builtin", "modules.order"].map((name) => below(path, name));
  return (await hasAny(tree, marks)) || (await directoriesIn(tree, path)).includes("kernel");
}

function noModules(name: string): InputError {
  return new InputError({
    en: `${name}: there is a lib/modules in it, but no kernel's modules`,
    zh: `${name}：其中有 lib/modules，但没有任何内核的模块`,
  });
}

function severalReleases(name: string, found: readonly Found[]): InputError {
  const releases = found.map(({ release }) => release).join(", ");
  const example = below(name, found[0]?.directory ?? "");
  return new InputError({
    en: `${name} holds several kernels (${releases}): name one of them, as in --kernel ${example}`,
    zh: `${name} 中有多个内核（${releases}）：请指定其中一个，例如 --kernel ${example}`,
  });
}
