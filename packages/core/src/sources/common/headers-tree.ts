import type { ByteSource } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import type { HeadersTree } from "../define-source.ts";
import { MAKEFILE_HEAD, sourceNamedIn } from "./source-of-build.ts";
import { below, firstFile } from "./subtree.ts";

/** Files by their paths, wherever they are. */
export type Files = Pick<FileTree, "name" | "open">;

/** The build directory `directory` with the source that it was made of, which is looked for when a file is wanted. */
export function headersTreeIn(files: Files, directory: string): HeadersTree {
  let places: Promise<readonly string[]> | undefined;
  return {
    name: below(files.name, directory),
    async open(path) {
      places ??= placesOf(files, directory);
      return firstFile(
        files,
        (await places).map((place) => below(place, path)),
      );
    },
  };
}

async function placesOf(files: Files, directory: string): Promise<readonly string[]> {
  const makefile = await files.open(below(directory, "Makefile"));
  return [directory, ...(makefile ? sourcesOf(directory, await start(makefile)) : [])];
}

/** Where the source of a build directory may be: where its Makefile says; unpacked elsewhere it stands beside. */
function sourcesOf(directory: string, makefile: string): readonly string[] {
  const source = sourceNamedIn(makefile);
  if (source === undefined) return [below(directory, "source")];
  const name = source.slice(source.lastIndexOf("/") + 1);
  // Where the build directory is all that was given, what stands beside it is outside of the tree: see FileTree.
  const beside =
    directory === ""
      ? `../${name}`
      : below(directory.slice(0, Math.max(0, directory.lastIndexOf("/"))), name);
  const named = source.startsWith("/") ? source.slice(1) : below(directory, source);
  return [named, beside, below(directory, "source")];
}

async function start(file: ByteSource): Promise<string> {
  return new TextDecoder("latin1").decode(await file.read(0, Math.min(file.size, MAKEFILE_HEAD)));
}
