import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Where kofit keeps what it can get again: `$XDG_CACHE_HOME/kofit`, or `~/.cache/kofit`. Nothing makes the directory
 * before there is something to put there. XDG Base Directory Specification: a relative path is to be ignored.
 */
export function cacheDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const named = environment["XDG_CACHE_HOME"] ?? "";
  return join(isAbsolute(named) ? named : join(homedir(), ".cache"), "kofit");
}
