import { type CheckedModule, FormatError, InputError, sameInAll, targetOf, type Text } from "@kofit/core";
import {
  type DkmsProblem,
  type DkmsRow,
  type DkmsState,
  initramfsCopies,
  isHarmless,
  openKernel,
  readDkms,
} from "@kofit/core/node";
import { judge } from "../check/judge.ts";

/** A module of a package for one kernel, with what that kernel will do with it. */
export interface JudgedModule {
  /** As its file is named, without `.ko`. */
  readonly name: string;
  /** The file that was judged, a path of the running system; absent: there is none. */
  readonly file?: string;
  readonly installed: boolean;
  /** Absent where there is no file, or the kernel could not be read. */
  readonly checked?: CheckedModule;
}

/** A package for one kernel. */
export interface JudgedRow extends Omit<DkmsRow, "modules"> {
  readonly modules: readonly JudgedModule[];
}

/** All of dkms, judged. */
export interface JudgedState {
  readonly root: string;
  readonly rows: readonly JudgedRow[];
  /** What dkms signs modules with: paths of the running system. */
  readonly signing: DkmsState["places"]["signing"];
  readonly dangling: DkmsState["dangling"];
  readonly danglingWeak: DkmsState["dangling"];
  /** What could not be looked at, one line each. */
  readonly trouble: readonly Text[];
}

export interface JudgeOptions {
  /** Only this kernel. */
  readonly release?: string | undefined;
  /** `false` reads kernels anew, and keeps nothing. */
  readonly cache: boolean;
  /** `false` leaves the images of the initramfs alone. */
  readonly initramfs: boolean;
  readonly progress: (text: Text) => void;
}

/**
 * The state of dkms below a root file system, and the verdict on every module of it: what is installed, else what was built,
 * against the kernel in `lib/modules/RELEASE` with its image.
 */
export async function judgedDkms(root: string, options: JudgeOptions): Promise<JudgedState> {
  options.progress({ en: "reading dkms", zh: "正在读取 dkms" });
  const { release } = options;
  const state = await readDkms(root, release === undefined ? {} : { release });
  const trouble: Text[] = [...state.trouble];
  const verdicts = new Map<string, CheckedModule>();
  const stale = new Map<string, DkmsProblem[]>();
  for (const kernel of state.kernels) {
    const rows = state.rows.filter((row) => row.release === kernel.release);
    options.progress({ en: `judging for ${kernel.release}`, zh: `正在针对 ${kernel.release} 判断` });
    for (const module of await judgedFor(kernel.release, rows, state, options.cache, trouble)) {
      verdicts.set(module.file, module);
    }
    if (!options.initramfs) continue;
    const copies = await initramfsCopies(state.root, kernel.release, rows);
    trouble.push(...copies.trouble);
    for (const copy of copies.stale) {
      const key = `${kernel.release} ${copy.module}`;
      stale.set(key, [...(stale.get(key) ?? []), { problem: "initramfs-differs", ...copy }]);
    }
  }
  options.progress({ en: "", zh: "" });
  return {
    root,
    rows: state.rows.map((row) => judgedRow(row, state.root, verdicts, stale)),
    signing: state.places.signing,
    dangling: state.dangling,
    danglingWeak: state.kernels.flatMap(({ danglingWeak }) => danglingWeak),
    trouble,
  };
}

/** Verdicts on all modules of a kernel together: one may export what another imports. */
async function judgedFor(
  release: string,
  rows: readonly DkmsRow[],
  { root, places }: DkmsState,
  cache: boolean,
  trouble: Text[],
): Promise<readonly CheckedModule[]> {
  const files = rows.flatMap(({ modules }) =>
    modules.flatMap(({ path }) => (path === undefined ? [] : (root.realPath(path) ?? []))),
  );
  const place = root.realPath(`${places.installTree}/${release}`);
  if (files.length === 0 || place === undefined) return [];
  try {
    // The image decides about signatures and the like; a few modules are worth the second that it takes.
    const { facts } = await openKernel([place], { cache, withImageBeside: true });
    return await judge(files, Promise.resolve(targetOf(facts, {}, undefined)), {
      done: () => {},
      trouble: (line) => trouble.push(line),
    });
  } catch (error) {
    if (error instanceof InputError) trouble.push(error.text);
    else if (error instanceof FormatError) trouble.push(sameInAll(error.message));
    else throw error;
    return [];
  }
}

function judgedRow(
  row: DkmsRow,
  root: DkmsState["root"],
  verdicts: ReadonlyMap<string, CheckedModule>,
  stale: ReadonlyMap<string, readonly DkmsProblem[]>,
): JudgedRow {
  const problems = row.modules.flatMap(({ name }) => stale.get(`${row.release} ${name}`) ?? []);
  return {
    ...row,
    problems: [...row.problems, ...problems],
    modules: row.modules.map(({ name, path, installed }): JudgedModule => {
      // Links in a foreign root file system stay inside it.
      const file = path === undefined ? undefined : root.realPath(path);
      if (file === undefined) return { name, installed };
      const checked = verdicts.get(file);
      return { name, installed, file, ...(checked && { checked }) };
    }),
  };
}

/** What a row is worth: the worst of its modules, and of what is wrong around them. */
export type RowOutcome = "loads" | "refused" | "unsafe" | "unknown" | "nothing";

/** `"nothing"`: there is no module that could be judged. */
export function outcomeOf({ modules }: JudgedRow): RowOutcome {
  const outcomes = new Set(modules.map(({ checked }) => checked?.verdict.outcome));
  for (const outcome of ["refused", "unsafe", "unknown"] as const) if (outcomes.has(outcome)) return outcome;
  if (!outcomes.has("loads")) return "nothing";
  return outcomes.has(undefined) ? "unknown" : "loads";
}

/** Whether something is wrong that keeps a module of this row from being there, or right, after a reboot. */
export function isBad(row: JudgedRow): boolean {
  const outcome = outcomeOf(row);
  const counts = !row.problems.some(
    (problem) =>
      problem.problem === "kernel-gone" || (problem.problem === "not-installed" && isHarmless(problem)),
  );
  return (
    counts &&
    (outcome === "refused" || outcome === "unsafe" || row.problems.some((problem) => !isHarmless(problem)))
  );
}
