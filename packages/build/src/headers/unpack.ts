import { InputError, openDeb } from "@kofit/core";
import { fileSource } from "@kofit/core/node";
import { mkdirSync, writeFileSync } from "node:fs";
import { lstat, realpath, symlink } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { setImmediate as otherEvents } from "node:timers/promises";

/** Headers and kbuild of a kernel have 20,000 files and 150 MB; what has ten times as much is not that. */
const MAX_FILES = 200_000;
const MAX_BYTES = 1 << 30;
const MAX_FILE = 256 << 20;
/** Files are written synchronously, which takes a tenth of the time; in between, a Ctrl-C must be heard. */
const FILES_AT_ONCE = 64;

/** A link, made when all files are written. */
interface Link {
  readonly path: string;
  readonly target: string;
}

/**
 * Unpacks packages into one new directory, as if it were the root of a system: an absolute link leads to what stands there
 * in the directory. Nothing is written outside it: links are made last, so no file is written through one, and a link that
 * leads out of the directory is left away. Devices are left away too.
 *
 * @param directory must exist, and be empty.
 * @param wanted of which members, by their path; absent: of all.
 * @throws {FormatError} if a package is damaged or a member's path leads out of it.
 * @throws {InputError} if they are larger than headers of a kernel can be.
 */
export async function unpack(
  debs: readonly string[],
  directory: string,
  signal: AbortSignal,
  wanted: (path: string) => boolean = () => true,
): Promise<void> {
  const links: Link[] = [];
  const made = new Set<string>();
  let files = 0;
  let bytes = 0;
  for (const deb of debs) {
    const source = fileSource(deb);
    try {
      const opened = await openDeb(source);
      await opened.each(async (member) => {
        files += 1;
        if (files % FILES_AT_ONCE === 0) await otherEvents();
        signal.throwIfAborted();
        if (!wanted(member.path)) return undefined;
        bytes += member.size;
        if (files > MAX_FILES || bytes > MAX_BYTES) throw tooMuch(deb);
        if (member.kind === "symlink" && member.linkTarget !== undefined) {
          links.push({ path: member.path, target: member.linkTarget });
        }
        if (member.kind === "directory") makeDirectory(join(directory, member.path), made);
        if (member.kind !== "file") return undefined;
        const path = join(directory, member.path);
        makeDirectory(dirname(path), made);
        const content = await member.bytes(MAX_FILE);
        writeFileSync(path, content, { mode: isProgram(content) ? 0o755 : 0o644 });
        return undefined;
      });
    } finally {
      source.close();
    }
  }
  const root = await realpath(directory);
  // All directories first: as long as there is no link, they can only be made inside.
  for (const { path } of links) makeDirectory(dirname(join(root, path)), made);
  for (const link of links) await makeLink(link, root);
}

const tooMuch = (file: string): InputError =>
  new InputError({
    en: `${file} is larger than the headers of a kernel can be; nothing was kept`,
    zh: `${file} 超出了内核头文件可能的大小；没有保留任何内容`,
  });

function makeDirectory(path: string, made: Set<string>): void {
  if (made.has(path)) return;
  mkdirSync(path, { recursive: true });
  made.add(path);
}

/** What can be run says so in its first bytes: `#!` or ELF. More of the mode is not needed, and setuid not wanted. */
function isProgram(content: Uint8Array): boolean {
  const [a, b, c, d] = content;
  return (a === 0x23 && b === 0x21) || (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46);
}

async function makeLink({ path, target }: Link, root: string): Promise<void> {
  const isInside = (somewhere: string): boolean => somewhere === root || somewhere.startsWith(root + sep);
  const place = join(root, path);
  // An earlier link may be a part of the way here; what counts is where that really is.
  const parent = await realpath(dirname(place));
  if (!isInside(parent) || (await exists(place))) return;
  if (!target.startsWith(sep)) {
    if (isInside(join(parent, target))) await symlink(target, place);
    return;
  }
  const there = await realpath(join(root, target)).catch(() => undefined);
  if (there !== undefined && isInside(there)) await symlink(relative(parent, there), place);
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
