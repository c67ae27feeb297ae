import { openDeb } from "../../formats/deb/deb.ts";
import type { TarMember } from "../../formats/tar/tar.ts";
import { type ByteSource, checkRange } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import type { HeadersTree } from "../define-source.ts";
import { headersTreeIn } from "./headers-tree.ts";

/** The files of headers in one package. What they hold is read when it is asked for. */
export interface PackagedHeaders {
  /** The package, for messages. */
  readonly name: string;
  /** By path from the root of the system: `"usr/src/linux-headers-6.12-common/include/linux/module.h"`. */
  readonly files: ReadonlyMap<string, ByteSource>;
  /** What symbolic links hold, by their paths. */
  readonly links: ReadonlyMap<string, string>;
  /** The directory that was configured; absent in a package of what all flavours share. */
  readonly directory?: string;
}

/** Many times what a package of headers has: 25,000. */
const MAX_FILES = 200_000;
/** Larger than any header or Makefile. */
const MAX_FILE = 8 << 20;
/** Bytes that are kept of one package: `include/linux` has 12 MB. */
const MAX_KEPT = 24 << 20;
/** A pass reads what is wanted of one directory; `struct module` and what it includes are in a dozen. */
const MAX_PASSES = 64;
/** Read in every case, and small: with these, what guards members of `struct module` takes no pass of its own. */
const FIRST = /\/include\/linux\/module\.h$|\/include\/generated\/autoconf\.h$|^usr\/src\/[^/]+\/Makefile$/;

const isOfHeaders = (path: string): boolean =>
  /^(?:usr\/src|(?:usr\/)?lib\/modules\/[^/]+\/build)\//.test(path);

/** Puts together what a package has of headers, while all of it is passed over once. */
export class HeadersCollector {
  readonly #file: ByteSource;
  readonly #room: number;
  readonly #files = new Map<string, ByteSource>();
  readonly #links = new Map<string, string>();
  readonly #kept = new Map<string, Uint8Array>();
  #keptBytes = 0;
  #passes = 0;

  /** @param room bytes that are kept at most */
  constructor(file: ByteSource, room = MAX_KEPT) {
    this.#file = file;
    this.#room = room;
  }

  /** @throws {FormatError} if the package is cut off inside this member. */
  async note(member: TarMember): Promise<void> {
    const { path, kind, size, linkTarget } = member;
    if (!isOfHeaders(path) || this.#files.size + this.#links.size >= MAX_FILES) return;
    if (kind === "file") {
      this.#files.set(path, this.#source(path, size));
      if (FIRST.test(path) && size <= MAX_FILE && this.#hasRoomFor(size)) {
        this.#keep(path, await member.bytes(MAX_FILE));
      }
    } else if (linkTarget !== undefined) {
      this.#links.set(path, kind === "hardlink" ? `/${linkTarget}` : linkTarget);
    }
  }

  /** All that was noted; `undefined` when there were no headers. */
  headers(directory: string | undefined): PackagedHeaders | undefined {
    if (this.#files.size + this.#links.size === 0) return undefined;
    return {
      name: this.#file.name,
      files: this.#files,
      links: this.#links,
      ...(directory !== undefined && { directory }),
    };
  }

  #source(path: string, size: number): ByteSource {
    const content = async (): Promise<Uint8Array> => this.#kept.get(path) ?? this.#pass(path);
    return {
      name: `${this.#file.name}!${path}`,
      size,
      async read(offset, length) {
        checkRange(this, offset, length);
        return (await content()).subarray(offset, offset + length);
      },
    };
  }

  /** Reads `path`, and what else its directory has: who reads one header reads more of them. */
  async #pass(path: string): Promise<Uint8Array> {
    this.#passes += 1;
    if (this.#passes > MAX_PASSES) {
      throw new FormatError(this.#file.name, 0, `its headers are in more than ${MAX_PASSES} directories`);
    }
    const directory = directoryOf(path);
    const wanted = [...this.#files].filter(([one]) => directoryOf(one) === directory && !this.#kept.has(one));
    if (!this.#hasRoomFor(wanted.reduce((sum, [, { size }]) => sum + size, 0))) this.#forget();
    const left = new Set(wanted.map(([one]) => one));
    let found: Uint8Array | undefined;
    const deb = await openDeb(this.#file);
    await deb.each(async (member) => {
      if (member.kind !== "file" || !left.delete(member.path)) return undefined;
      if (member.path === path) found = await member.bytes(MAX_FILE);
      if (member.size <= MAX_FILE && this.#hasRoomFor(member.size)) {
        this.#keep(member.path, await member.bytes(MAX_FILE));
      }
      return left.size === 0 ? "stop" : undefined;
    });
    if (!found) throw new FormatError(this.#file.name, 0, `${path} was there, and is not any more`);
    return found;
  }

  #hasRoomFor(size: number): boolean {
    return this.#keptBytes + size <= this.#room;
  }

  #forget(): void {
    this.#kept.clear();
    this.#keptBytes = 0;
  }

  /** A copy: what is read of an archive is a part of a larger piece. */
  #keep(path: string, bytes: Uint8Array): void {
    this.#kept.set(path, bytes.slice());
    this.#keptBytes += bytes.length;
  }
}

const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/**
 * The headers that several packages are together: what is configured is in one, what all flavours share in another. `undefined`
 * where none was configured, or none has the header that every module includes.
 */
export function packagedHeadersTree(packages: readonly PackagedHeaders[]): HeadersTree | undefined {
  const configured = packages.find(({ directory }) => directory !== undefined);
  const hasHeader = packages.some(({ files }) =>
    [...files.keys()].some((path) => path.endsWith("/include/linux/module.h")),
  );
  if (configured?.directory === undefined || !hasHeader) return undefined;
  const fileAt = (path: string): ByteSource | undefined =>
    packages.map(({ files }) => files.get(path)).find((found) => found !== undefined);
  const linkAt = (path: string): string | undefined =>
    packages.map(({ links }) => links.get(path)).find((found) => found !== undefined);
  const open = async (path: string): Promise<ByteSource | undefined> => {
    const real = followed(path, linkAt);
    return real === undefined ? undefined : fileAt(real);
  };
  return headersTreeIn({ name: configured.name, open }, configured.directory);
}

/** Links followed on the way to one file, as MAXSYMLINKS in include/linux/namei.h. */
const MAX_LINKS = 40;

/** Where `path` leads, name by name, inside the root of the system; `undefined` where links go round. */
function followed(path: string, linkAt: (path: string) => string | undefined): string | undefined {
  const names = path.split("/").toReversed();
  let at: string[] = [];
  let links = 0;
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (name === "" || name === ".") continue;
    if (name === "..") {
      at.pop();
      continue;
    }
    const target = linkAt([...at, name].join("/"));
    if (target === undefined) at.push(name);
    else {
      links += 1;
      if (links > MAX_LINKS) return undefined;
      if (target.startsWith("/")) at = [];
      names.push(...target.split("/").toReversed());
    }
  }
  return at.join("/");
}
