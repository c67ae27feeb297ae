/**
 * A path in an archive as kofit names it: relative, without `.`, double or trailing slashes; `""` is the root.
 * `undefined` when it leads out of the archive: it is absolute or has a `..`.
 */
export function memberPath(raw: string): string | undefined {
  const parts = raw.split("/").filter((part) => part !== "" && part !== ".");
  return raw.startsWith("/") || parts.includes("..") ? undefined : parts.join("/");
}
