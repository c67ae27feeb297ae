import { type DirectoryTree, directoryTree, dkmsPackages } from "@kofit/core/node";
import { type HookFile, hookFiles, signsOf } from "./files.ts";
import { hookKinds, type HookKind } from "./mark.ts";
import { removeHook, type Standing, standingAt, writeHook } from "./place.ts";
import type { ScriptOptions } from "./scripts.ts";

/** A file of a hook, and what is at its place. */
export interface HookEntry {
  readonly kind: HookKind;
  /** Relative to the root file system. */
  readonly path: string;
  readonly standing: Standing;
}

/** What was done with a file, or why nothing was. */
export interface HookDone extends HookEntry {
  readonly done: "written" | "removed" | "kept" | "refused";
}

/** Hooks below a root file system. */
export interface Hooks {
  /** The kinds that have something to do there: the package manager, or dkms, is there. */
  readonly fitting: readonly HookKind[];
  status(kinds: readonly HookKind[]): Promise<readonly HookEntry[]>;
  /** Writes what is not there, or older. `force` takes what was changed by hand; what is not kofit's is never touched. */
  install(kinds: readonly HookKind[], force: boolean): Promise<readonly HookDone[]>;
  /** Takes away what kofit has written. */
  remove(kinds: readonly HookKind[], force: boolean): Promise<readonly HookDone[]>;
}

/** The hooks of the root file system at `directory`. */
export async function hooksOf(directory: string, options: ScriptOptions): Promise<Hooks> {
  const root = directoryTree(directory, { links: directory === "/" ? "system" : "inside" });
  const packages = await dkmsPackages(root);
  const filesOf = (kinds: readonly HookKind[], strict: boolean): readonly (readonly [HookKind, HookFile])[] =>
    kinds.flatMap((kind) =>
      hookFiles(kind, { ...options, strict, packages }).map((file) => [kind, file] as const),
    );
  const status = async (kinds: readonly HookKind[]): Promise<readonly HookEntry[]> => {
    const strict = filesOf(kinds, true);
    const wanted = filesOf(kinds, false).map(([kind, file], index) => {
      const entry = entryOf(root, kind, file);
      // Whether it was installed with --strict is no matter here.
      const other = entry.standing === "older" ? strict[index]?.[1] : undefined;
      return other ? entryOf(root, kind, other) : entry;
    });
    return [...wanted, ...(await forgotten(root, kinds, wanted))];
  };
  return {
    fitting: hookKinds.filter((kind) => signsOf[kind].some((path) => root.realPath(path) !== undefined)),
    status,
    async install(kinds, force) {
      return filesOf(kinds, options.strict).map(([kind, file]): HookDone => {
        const entry = entryOf(root, kind, file);
        if (entry.standing === "current") return { ...entry, done: "kept" };
        if (isLeftAlone(entry, force)) return { ...entry, done: "refused" };
        writeHook(root, file);
        return { ...entry, done: "written" };
      });
    },
    async remove(kinds, force) {
      const there = (await status(kinds)).filter(({ standing }) => standing !== "absent");
      // What calls a script goes before the script.
      return there.toReversed().map((entry): HookDone => {
        if (isLeftAlone(entry, force)) return { ...entry, done: "refused" };
        removeHook(root, entry.path);
        return { ...entry, done: "removed" };
      });
    },
  };
}

const isLeftAlone = ({ standing }: HookEntry, force: boolean): boolean =>
  standing === "foreign" || (standing === "changed" && !force);

function entryOf(root: DirectoryTree, kind: HookKind, file: HookFile): HookEntry {
  return { kind, path: file.path, standing: standingAt(root, file.path, file) };
}

/** Files in `/etc/dkms` for packages that dkms does not know any more. */
async function forgotten(
  root: DirectoryTree,
  kinds: readonly HookKind[],
  known: readonly HookEntry[],
): Promise<readonly HookEntry[]> {
  if (!kinds.includes("dkms")) return [];
  const paths = new Set(known.map(({ path }) => path));
  const names = (await root.list("etc/dkms")).filter(({ kind }) => kind === "file").map(({ name }) => name);
  return names
    .map((name) => `etc/dkms/${name}`)
    .filter((path) => path.endsWith(".conf") && !paths.has(path))
    .map((path): HookEntry => ({ kind: "dkms", path, standing: standingAt(root, path) }))
    .filter(({ standing }) => standing === "older" || standing === "changed");
}
