import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseStanzas, words } from "./control.ts";

/** One archive that the system's apt is told to use: binary packages, one URI, one suite. */
export interface Repository {
  /** As written, without the slashes at its end. */
  readonly uri: string;
  /** Directory below `dists/`. */
  readonly suite: string;
  readonly components: readonly string[];
}

/**
 * The repositories in apt's one-line format: `deb [options] URI SUITE COMPONENT…`. Lines that are something else are
 * left out.
 *
 * sources.list(5).
 */
export function parseOneLine(text: string): Repository[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const found = /^\s*deb\s+(?:\[[^\]]*\]\s*)?(?<uri>\S+)\s+(?<suite>\S+)(?<components>[^#]*)/.exec(
      line,
    )?.groups;
    if (found === undefined) return [];
    return repositories([found["uri"] ?? ""], [found["suite"] ?? ""], words(found["components"]));
  });
}

/** The repositories in apt's deb822 format (`*.sources`); disabled ones and those of sources only are left out. */
export function parseDeb822(text: string): Repository[] {
  return parseStanzas(text).flatMap((stanza) => {
    const disabled = /^(no|false|without|off|disable|0)$/i.test(stanza.get("enabled") ?? "");
    if (disabled || !words(stanza.get("types")).includes("deb")) return [];
    return repositories(
      words(stanza.get("uris")),
      words(stanza.get("suites")),
      words(stanza.get("components")),
    );
  });
}

/** A suite that ends in `/` is a flat repository, which has no `dists/`. */
function repositories(uris: string[], suites: string[], components: string[]): Repository[] {
  return uris.flatMap((uri) =>
    suites
      .filter((suite) => !suite.endsWith("/"))
      .map((suite) => ({ uri: uri.replace(/\/+$/, ""), suite, components })),
  );
}

/**
 * What `sources.list` and `sources.list.d/` of the apt configuration directory `directory` name; nothing where there
 * is no such directory, as on other systems than Debian, and nothing from a file that may not be read.
 */
export async function readAptSources(directory: string): Promise<Repository[]> {
  const parts = join(directory, "sources.list.d");
  const names = await readdir(parts).catch((): string[] => []);
  const all = [parseOneLine(await readText(join(directory, "sources.list")))];
  for (const name of names.toSorted()) {
    // apt leaves out every other name, such as `x.list.save`: sources.list(5)
    if (name.endsWith(".list")) all.push(parseOneLine(await readText(join(parts, name))));
    if (name.endsWith(".sources")) all.push(parseDeb822(await readText(join(parts, name))));
  }
  return all.flat();
}

const readText = async (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");
