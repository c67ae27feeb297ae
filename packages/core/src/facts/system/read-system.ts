import type { FileTree } from "../../io/file-tree.ts";
import type { ArmbianBoard, System } from "../../model/system.ts";

/** Largest file that is read whole; `/var/lib/dpkg/status` of a full desktop has 10 MB. */
const MAX_FILE = 64 << 20;

/**
 * What the system below `root` says of itself: os-release(5), `/etc/armbian-release`, dpkg's status file. What is not there
 * is absent from the answer; a tree that is no system at all is a `"linux"` of which nothing is known.
 */
export async function readSystem(root: FileTree): Promise<System> {
  const text = (path: string): Promise<string> => textAt(root, path);
  const release = assignments((await text("etc/os-release")) || (await text("usr/lib/os-release")));
  const version = release.get("VERSION_ID");
  const codename = release.get("VERSION_CODENAME");
  const armbian = boardIn(assignments(await text("etc/armbian-release")));
  return {
    distribution: release.get("ID") ?? "linux",
    like: (release.get("ID_LIKE") ?? "").split(" ").filter((id) => id !== ""),
    ...(isName(version) && { version }),
    ...(isName(codename) && { codename }),
    ...(armbian && { armbian }),
    raspberryPi: (await root.open("etc/rpi-issue")) !== undefined,
    kernelPackages: kernelPackagesIn(await text("var/lib/dpkg/status")),
  };
}

async function textAt(root: FileTree, path: string): Promise<string> {
  const file = await root.open(path);
  if (!file || file.size > MAX_FILE) return "";
  return new TextDecoder().decode(await file.read(0, file.size));
}

/** `NAME=value`, `NAME="a value"`: the shell's assignments, as os-release(5) allows them. */
function assignments(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", value = ""] of text.matchAll(/^([A-Z_]\w*)=(.*?)\s*$/gm)) {
    const quoted = /^(["'])(.*)\1$/.exec(value)?.[2];
    found.set(name, (quoted ?? value).replaceAll(/\\(["'$`\\])/g, "$1"));
  }
  return found;
}

/** Names go into commands that people paste: only what a name may hold is taken. */
const isName = (value: string | undefined): value is string =>
  value !== undefined && /^[\w.+:~-]+$/.test(value);

function boardIn(release: ReadonlyMap<string, string>): ArmbianBoard | undefined {
  const board = release.get("BOARD");
  const branch = release.get("BRANCH");
  const family = release.get("LINUXFAMILY");
  if (!isName(board) || !isName(family)) return undefined;
  return { board, family, ...(isName(branch) && { branch }) };
}

/** deb-control(5) paragraphs; only packages that are installed have the word `installed` at the end of their status. */
function kernelPackagesIn(status: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", rest = ""] of status.matchAll(
    /^Package: ((?:linux|raspberrypi)-\S+)\n((?:.+\n)*)/gm,
  )) {
    const version = /^Version: (\S+)$/m.exec(rest)?.[1];
    if (isName(name) && isName(version) && /^Status: .* installed$/m.test(rest)) found.set(name, version);
  }
  return found;
}
