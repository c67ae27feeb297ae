import { parseStanza, words } from "./control.ts";

/** What kofit reads of a suite's `Release` file. */
export interface Release {
  /** Who made the archive: `"Debian"`, `"Debian Backports"`; empty when it does not say. */
  readonly origin: string;
  readonly architectures: readonly string[];
  /** apt installs from such a suite (backports, experimental) only what is asked for by suite. */
  readonly notAutomatic: boolean;
  /** The files below `dists/<suite>/` by path; only those with a SHA256. */
  readonly files: ReadonlyMap<string, IndexFile>;
}

/** What a `Release` file promises about a file. */
export interface IndexFile {
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * Reads `InRelease` (of which only the signed part counts) or `Release`.
 *
 * https://wiki.debian.org/DebianRepository/Format
 */
export function parseRelease(text: string): Release {
  const stanza = parseStanza(signedPart(text));
  const files = new Map<string, IndexFile>();
  for (const line of (stanza.get("sha256") ?? "").split("\n")) {
    const found = /^(?<sha256>[0-9a-f]{64})\s+(?<size>\d{1,12})\s+(?<path>\S+)$/.exec(line)?.groups;
    if (found === undefined) continue;
    files.set(found["path"] ?? "", { sha256: found["sha256"] ?? "", size: Number(found["size"]) });
  }
  return {
    origin: stanza.get("origin") ?? "",
    architectures: words(stanza.get("architectures")),
    notAutomatic: stanza.get("notautomatic") === "yes",
    files,
  };
}

/** The cleartext of a clear-signed message (RFC 9580, 7); a text without signature is returned as it is. */
export function signedPart(text: string): string {
  const found = /^-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:[^\r\n]+\r?\n)*\r?\n/m.exec(text);
  if (found === null) return text;
  const start = found.index + found[0].length;
  const end = text.indexOf("\n-----BEGIN PGP SIGNATURE-----", start);
  return end < 0 ? "" : text.slice(start, end);
}
