import { readFile } from "node:fs/promises";

const image = "apt:linux-image-cloud-arm64:arm64";

/**
 * Kernels to try, the first first. On Debian 12 the backported one: stock 6.1 neither compares sizes nor leaves the
 * members out (Debian patched them in). Elsewhere Debian 13's, whose tools want the C library of that age; and the
 * other one where a mirror lacks the first.
 */
export function targetsFor(codename: string | undefined): readonly string[] {
  const targets = [`${image}/trixie`, `${image}/bookworm-backports`];
  return codename === "trixie" || codename === "forky" || codename === "sid" ? targets : targets.toReversed();
}

/** VERSION_CODENAME of os-release(5); `undefined` on a system that has none. */
export async function codenameOfSystem(): Promise<string | undefined> {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  return /^VERSION_CODENAME="?(?<name>[\w-]+)"?$/m.exec(text)?.groups?.["name"];
}
