import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { InputError } from "../src/model/input-error.ts";
import { mergeArtifacts } from "../src/sources/common/merge.ts";
import { openInput } from "../src/sources/common/open-input.ts";
import type { Artifacts, DirectoryInput } from "../src/sources/define-source.ts";
import { directoryTree, type Witness } from "./directory-tree.ts";
import { fileSource } from "./file-source.ts";
import { openLive } from "./live.ts";
import { useNodeDecoders } from "./node-decoders.ts";
import { systemSays } from "./system-error.ts";

/** What a path holds of a kernel. */
export interface Opened {
  /** Valid until it is closed. */
  readonly artifacts: Artifacts;
  close(): void;
}

/**
 * Opens a file or directory that is a kernel, or a part of one.
 *
 * @param how `openForImage` where nothing but the image is wanted.
 * @throws {InputError} if it is not there, or does not mean one kernel.
 * @throws {FormatError} if it is damaged, or no file of a kernel.
 */
export async function openArtifacts(
  path: string,
  witness: Witness = () => {},
  how = openInput,
): Promise<Opened> {
  witness(path);
  if (orInputError(path, () => statSync(path)).isDirectory()) {
    return { artifacts: await how(directoryInput(path, witness)), close: () => {} };
  }
  const file = fileSource(path);
  try {
    return { artifacts: await how(file), close: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}

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
  const all: Opened[] = [];
  try {
    const artifacts: Artifacts[] = paths.length > 0 ? [] : [await openLive(witness)];
    for (const path of paths) {
      const opened = await openArtifacts(path, witness);
      all.push(opened);
      artifacts.push(opened.artifacts);
    }
    return await use(await mergeArtifacts(artifacts));
  } finally {
    for (const opened of all) opened.close();
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
