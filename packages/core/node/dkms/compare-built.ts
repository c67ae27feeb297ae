import { readAll } from "../../src/io/byte-source.ts";
import { decompressed } from "../../src/io/decompress.ts";
import type { FileTree } from "../../src/io/file-tree.ts";
import { FormatError } from "../../src/io/format-error.ts";
import { moduleNameOf } from "../../src/model/module-name.ts";
import type { InstalledKernel } from "./installed.ts";
import type { DkmsPlaces } from "./places.ts";
import type { DkmsProblem } from "./problem.ts";
import type { DkmsFile } from "./tree.ts";

/** What became of a module that dkms has built and says to be installed. */
export interface Compared {
  /** The installed file, relative to the root file system; `undefined`: there is none. */
  readonly installed: string | undefined;
  readonly problems: readonly DkmsProblem[];
}

/** Largest module that is read; with debug information, the largest of today have 400 MB. */
const MAX_MODULE = 1 << 30;

/** Where dkms and the distributions put modules, the first first: possible_dest_module_locations() of dkms. */
const USUAL = ["/updates/dkms/", "/extra/", "/updates/", "/weak-updates/"];

/** The file that dkms has installed, beside the one that it has built. */
export async function compareBuilt(
  root: FileTree,
  { installTree }: DkmsPlaces,
  built: DkmsFile,
  { release, modules, chosen }: InstalledKernel,
): Promise<Compared> {
  const module = built.name;
  const top = `${installTree}/${release}`;
  const key = moduleNameOf(module);
  const copies = byPlace(modules.get(key) ?? [], top);
  const compared = await Promise.all(
    copies.map(async (path) => ({ path, how: await sameness(root, built.path, path) })),
  );
  const ours =
    compared.find(({ how }) => how === "same") ??
    compared.find(({ how }) => how === "packing") ??
    compared[0];
  if (!ours) return { installed: undefined, problems: [{ problem: "installed-missing", module }] };
  const { path, how } = ours;
  // A copy that came with the kernel is not what dkms has installed.
  if (how === "differs" && path.startsWith(`${top}/kernel/`)) {
    return { installed: undefined, problems: [{ problem: "installed-missing", module }] };
  }
  const problems: DkmsProblem[] = [];
  if (how !== "same")
    problems.push({ problem: "installed-differs", module, path, packing: how === "packing" });
  const taken = chosen?.get(key);
  for (const copy of copies) {
    if (copy !== path) problems.push({ problem: "other-copy", module, path: copy, chosen: copy === taken });
  }
  if (chosen && taken === undefined) problems.push({ problem: "not-in-modules-dep", module, path });
  return { installed: path, problems };
}

function byPlace(paths: readonly string[], top: string): readonly string[] {
  const rank = (path: string): number => {
    const at = USUAL.findIndex((place) => path.startsWith(top + place));
    return at < 0 ? USUAL.length : at;
  };
  return paths.toSorted((a, b) => rank(a) - rank(b));
}

/** Whether two files are the same, or the same when unpacked. What cannot be read differs. */
export async function sameness(
  root: FileTree,
  a: string,
  b: string,
): Promise<"same" | "packing" | "differs"> {
  const [one, other] = [await root.open(a), await root.open(b)];
  if (!one || !other) return "differs";
  try {
    if (one.size === other.size && equal(await readAll(one, MAX_MODULE), await readAll(other, MAX_MODULE)))
      return "same";
    const unpacked = await Promise.all([decompressed(one, MAX_MODULE), decompressed(other, MAX_MODULE)]);
    const [first, second] = unpacked;
    if (first.size !== second.size) return "differs";
    return equal(await readAll(first, MAX_MODULE), await readAll(second, MAX_MODULE)) ? "packing" : "differs";
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return "differs";
  }
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && Buffer.compare(a, b) === 0;
