import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { InputError } from "../src/model/input-error.ts";
import { mergeArtifacts } from "../src/sources/common/merge.ts";
import { openInput } from "../src/sources/common/open-input.ts";
import type { Artifacts, DirectoryInput } from "../src/sources/define-source.ts";
import { directoryTree, type Witness } from "./directory-tree.ts";
import { type FileSource, fileSource } from "./file-source.ts";
import { openLive } from "./live.ts";
import { useNodeDecoders } from "./node-decoders.ts";
import { systemSays } from "./system-error.ts";

/**
 * Opens what `paths` are together, no path is the running kernel, and closes it when `use` is done with it.
 *
 * @throws {InputError} if a path is not there, is no kernel, or the paths are different kernels.
 * @throws {FormatError} if one is damaged.
 */
export async function withArtifacts<T>(
  paths: readonly string[],
  witness: Witness,
  use: (artifacts: Artifacts) => Promise<T>,
): Promise<T> {
  useNodeDecoders();
  const files: FileSource[] = [];
  try {
    const artifacts: Artifacts[] = paths.length > 0 ? [] : [await openLive(witness)];
    for (const path of paths) {
      witness(path);
      if (orInputError(path, () => statSync(path)).isDirectory()) {
        artifacts.push(await openInput(directoryInput(path, witness)));
      } else {
        const file = fileSource(path);
        files.push(file);
        artifacts.push(await openInput(file));
      }
    }
    return await use(await mergeArtifacts(artifacts));
  } finally {
    for (const file of files) file.close();
  }
}

/** A directory with the root file system that surrounds it, as far as its path and content tell. */
function directoryInput(path: string, witness: Witness): DirectoryInput {
  const real = orInputError(path, () => {
    accessSync(path, constants.R_OK | constants.X_OK);
    return realpathSync(path);
  });
  const installed = `lib/modules/${release()}`;
  if (real === "/" && existsSync(join(real, installed))) {
    return { tree: directoryTree(real, { links: "system", witness }), directory: installed };
  }
  const place = /^(?<root>.*?)\/(?<directory>(?:usr\/)?lib\/modules\/[^/]+)$/.exec(real)?.groups;
  if (place) {
    const root = place["root"] || "/";
    return {
      tree: directoryTree(root, { links: "inside", witness }),
      directory: place["directory"] ?? "",
    };
  }
  const isRoot = ["lib/modules", "usr/lib/modules"].some((modules) => existsSync(join(real, modules)));
  return { tree: directoryTree(path, { links: isRoot ? "inside" : "system", witness }), directory: "" };
}

function orInputError<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    const says = systemSays(error);
    throw new InputError({ en: `${path}: ${says.en}`, zh: `${path}：${says.zh}` });
  }
}
