import { AptError } from "./apt-error.ts";
import type { Repository } from "./sources-list.ts";

/** One suite on one mirror. */
export interface Archive {
  /** URL above `dists/` and `pool/`, without a slash at its end. */
  readonly uri: string;
  /** Directory below `dists/`. */
  readonly suite: string;
  /** Only its `Release` file can tell whether this is Debian: the archive counts when its `Origin` says so. */
  readonly unproven: boolean;
}

/** Where one suite may be: the first place that has it is taken. */
export type Places = readonly Archive[];

/**
 * The suites to look in, from what the person said (`suite`, `mirror`) and from the system's apt sources.
 *
 * @throws {AptError} if they do not say enough.
 */
export function chooseArchives(
  repositories: readonly Repository[],
  suite: string | undefined,
  mirror: string | undefined,
): Places[] {
  const debian = debianArchives(repositories);
  if (mirror !== undefined) return onMirror(checkedMirror(mirror), suite, debian);
  if (debian.length === 0) throw noMirror();
  return suite === undefined ? debian.map((archive) => [archive]) : [anywhere(suite, debian)];
}

/**
 * Which of the system's repositories are Debian: those whose path says so; where none does, all are asked. Kernels are
 * in `main`, so a repository without it (browsers, containers) is of no interest.
 */
function debianArchives(repositories: readonly Repository[]): Archive[] {
  const readable = repositories.filter(
    ({ uri, components }) => /^(https?|file):\//.test(uri) && components.includes("main"),
  );
  const named = readable.filter(({ uri }) => /\/debian(-security)?$/.test(uri));
  const chosen = named.length > 0 ? named : readable;
  return distinct(chosen.map(({ uri, suite }) => ({ uri, suite, unproven: named.length === 0 })));
}

function onMirror(mirror: string, suite: string | undefined, debian: readonly Archive[]): Places[] {
  const suites = suite === undefined ? [...new Set(debian.map((archive) => archive.suite))] : [suite];
  if (suites.length === 0) {
    throw new AptError("suite", {
      en: "This system's apt sources name no Debian suite to look in. Add one to the target, for example apt:linux-image-amd64/bookworm.",
      zh: "本系统的 apt 软件源中没有列出 Debian 发行版代号。请在目标中写明，例如 apt:linux-image-amd64/bookworm。",
    });
  }
  return suites.map((each) => places(each, [mirror], false));
}

/** A suite that the sources list is where they say; any other may be on each of the mirrors that they name. */
function anywhere(suite: string, debian: readonly Archive[]): Places {
  const listed = debian.filter((archive) => archive.suite === suite);
  if (listed.length > 0) return listed;
  const unproven = debian.some((archive) => archive.unproven);
  return places(suite, [...new Set(debian.map(({ uri }) => uri))], unproven);
}

/**
 * Security suites live beside the main archive: `/debian-security` next to `/debian`. A mirror that holds both in one
 * place is asked as well.
 */
function places(suite: string, uris: readonly string[], unproven: boolean): Places {
  const beside = uris.map((uri) => uri.replace(/\/debian$/, "/debian-security"));
  const main = uris.filter((uri) => !uri.endsWith("-security"));
  const ordered = isSecurity(suite) ? [...beside, ...main] : main.length > 0 ? main : uris;
  return [...new Set(ordered)].map((uri) => ({ uri, suite, unproven }));
}

/** `bookworm-security`; `buster/updates` before Debian 11. */
const isSecurity = (suite: string): boolean => /-security$|\/updates$/.test(suite);

function distinct(archives: readonly Archive[]): Archive[] {
  return [...new Map(archives.map((archive) => [`${archive.uri} ${archive.suite}`, archive])).values()];
}

function checkedMirror(mirror: string): string {
  const url = URL.canParse(mirror) ? new URL(mirror) : undefined;
  if (url !== undefined && ["http:", "https:", "file:"].includes(url.protocol))
    return mirror.replace(/\/+$/, "");
  throw new AptError("mirror", {
    en: `The mirror \`${mirror}\` is not an http, https or file URL, such as https://mirror.example.org/debian.`,
    zh: `镜像地址 \`${mirror}\` 不是 http、https 或 file 网址，正确的形式如 https://mirror.example.org/debian。`,
  });
}

function noMirror(): AptError {
  return new AptError("mirror", {
    en: "kofit knows no Debian mirror: this system's apt sources name none. Give one, for example --mirror https://mirror.example.org/debian.",
    zh: "找不到 Debian 镜像：本系统的 apt 软件源中没有列出。请用 --mirror 指定，例如 --mirror https://mirror.example.org/debian。",
  });
}
