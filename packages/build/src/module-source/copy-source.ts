import { InputError } from "@kofit/core";
import { constants } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";

/** Sources of modules have up to 10,000 files and 300 MB (graphics drivers). */
const MAX_FILES = 100_000;
const MAX_BYTES = 2 ** 31;
const MAX_DEPTH = 64;

/**
 * Copies a source into a new directory, without what an earlier build left in it: objects of another kernel that make takes for
 * finished would go into the module. Of links those that stay inside lead to the copy, the others to where they led.
 *
 * @throws {InputError} if it is larger than sources are.
 * @throws the system's error when it cannot be read, or there is no space.
 */
export async function copySource(from: string, to: string, signal: AbortSignal): Promise<void> {
  const limits = { files: MAX_FILES, bytes: MAX_BYTES };
  await mkdir(to, { recursive: true });
  await copyInto({ root: from, at: from, to, depth: 0, signal, limits });
}

interface Copying {
  readonly root: string;
  readonly at: string;
  readonly to: string;
  readonly depth: number;
  readonly signal: AbortSignal;
  readonly limits: { files: number; bytes: number };
}

async function copyInto(copying: Copying): Promise<void> {
  const { at, to, depth, signal, limits } = copying;
  signal.throwIfAborted();
  const names = await readdir(at);
  const left = leftByBuild(names);
  for (const name of names) {
    if (left(name)) continue;
    const [source, target] = [join(at, name), join(to, name)];
    const found = await lstat(source);
    limits.files -= 1;
    limits.bytes -= found.isFile() ? found.size : 0;
    if (limits.files < 0 || limits.bytes < 0 || depth > MAX_DEPTH) throw tooLarge(copying.root);
    if (found.isDirectory()) {
      await mkdir(target, { mode: 0o755 });
      await copyInto({ ...copying, at: source, to: target, depth: depth + 1 });
    } else if (found.isSymbolicLink()) await copyLink(copying, source, target);
    else if (found.isFile()) await copyFile(source, target, constants.COPYFILE_FICLONE);
    // A pipe, socket or device is no source.
  }
}

async function copyLink({ root }: Copying, source: string, target: string): Promise<void> {
  const leads = resolve(dirname(source), await readlink(source));
  const inside = leads === root || leads.startsWith(root + sep);
  await symlink(inside ? relative(dirname(source), leads) || "." : leads, target);
}

/** What kbuild and version control leave in a directory: scripts/Makefile.build, the rule `clean` of the kernel's Makefile. */
function leftByBuild(names: readonly string[]): (name: string) => boolean {
  const all = new Set(names);
  const byKbuild = all.has("modules.order") || names.some((name) => /^\..*\.cmd$/.test(name));
  return (name) => {
    if (/^\.(?:git|hg|svn|tmp_versions|.*\.cmd|.*\.o\.d)$/.test(name)) return true;
    // An object that comes with a driver as it is has no record of how it was made.
    if (name.endsWith(".o")) return all.has(`.${name}.cmd`);
    // No build reads one, and what is there afterwards is new.
    if (name.endsWith(".ko")) return true;
    return byKbuild && /^(?:modules\.order|Module\.symvers|.*\.(?:mod|mod\.c))$/.test(name);
  };
}

const tooLarge = (root: string): InputError =>
  new InputError({
    en: `${root} is larger than the source of a module can be (${MAX_FILES} files, 2 GiB); give the directory of the module alone`,
    zh: `${root} 超出了模块源代码可能的大小（${MAX_FILES} 个文件，2 GiB）；请只给出该模块的目录`,
  });
