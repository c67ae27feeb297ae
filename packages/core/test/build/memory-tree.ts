import { bytesSource } from "../../src/io/byte-source.ts";
import type { Entry, FileTree } from "../../src/io/file-tree.ts";

/** A tree of files in memory: path to content. Directories are there by their files. */
export function memoryTree(name: string, files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const content = new Map(
    Object.entries(files).map(([path, bytes]) => [
      path,
      typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
    ]),
  );
  return {
    name,
    async list(path) {
      const prefix = path === "" ? "" : `${path}/`;
      const found = new Map<string, Entry>();
      for (const file of content.keys()) {
        if (!file.startsWith(prefix)) continue;
        const [first = "", ...rest] = file.slice(prefix.length).split("/");
        found.set(first, { name: first, kind: rest.length > 0 ? "directory" : "file" });
      }
      return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    async open(path) {
      const bytes = content.get(path);
      return bytes && bytesSource(`${name}/${path}`, bytes);
    },
  };
}
