import { FormatError } from "../../src/io/format-error.ts";
import { parseStanza, type Stanza } from "./control.ts";
import type { IndexFile } from "./release.ts";

/** What kofit reads of a package in a `Packages` index. */
export interface Package extends IndexFile {
  readonly name: string;
  readonly version: string;
  /** `amd64`, or `all`. */
  readonly architecture: string;
  /** The `Depends` field as written; empty when there is none. */
  readonly depends: string;
  /** Path of the `.deb` below the archive's URL: no `..` in it, ends in `.deb`. */
  readonly filename: string;
}

/** A paragraph of an index is 2 kB, those of the largest packages 60 kB; what goes on longer is not an index. */
const MAX_STANZA_BYTES = 4 << 20;
const END = Buffer.from("\n\n");
const FIRST_FIELD = "Package: ";

/**
 * The packages of a `Packages` index whose name `wanted` accepts. The index is read in pieces and never held whole:
 * that of Debian's main is 65 MB.
 *
 * @throws {FormatError} if it is not such an index; `name` tells which, the offset is that of the paragraph.
 */
export async function readPackages(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  wanted: (name: string) => boolean,
): Promise<Package[]> {
  const found: Package[] = [];
  for await (const { bytes, offset } of paragraphs(name, chunks)) {
    const written = nameOf(bytes);
    if (written !== undefined && !wanted(written)) continue;
    const stanza = parseStanza(bytes.toString("utf8"));
    if (!wanted(stanza.get("package") ?? "")) continue;
    found.push(readPackage(stanza, name, offset));
  }
  return found;
}

interface Paragraph {
  readonly bytes: Buffer;
  readonly offset: number;
}

async function* paragraphs(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Paragraph> {
  let rest = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of chunks) {
    const buffer = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = buffer.indexOf(END); end >= 0; end = buffer.indexOf(END, start)) {
      yield { bytes: buffer.subarray(start, end), offset: offset + start };
      start = end + END.length;
    }
    rest = buffer.subarray(start);
    offset += start;
    if (rest.length > MAX_STANZA_BYTES) {
      throw new FormatError(
        name,
        offset,
        `a package's paragraph of at most ${MAX_STANZA_BYTES} bytes expected`,
      );
    }
  }
  if (rest.length > 0) yield { bytes: rest, offset };
}

/** The package's name where the paragraph starts with it, as all tools write it; saves reading the other fields. */
function nameOf(paragraph: Buffer): string | undefined {
  if (paragraph.toString("latin1", 0, FIRST_FIELD.length) !== FIRST_FIELD) return undefined;
  const end = paragraph.indexOf("\n");
  return paragraph.toString("latin1", FIRST_FIELD.length, end < 0 ? paragraph.length : end).trim();
}

function readPackage(stanza: Stanza, source: string, offset: number): Package {
  const field = (key: string, form: RegExp): string => {
    const value = stanza.get(key) ?? "";
    if (form.test(value)) return value;
    const shown = JSON.stringify(value.slice(0, 80));
    throw new FormatError(
      source,
      offset,
      `package ${stanza.get("package")}: field ${key} is ${shown}, ${form} expected`,
    );
  };
  return {
    name: field("package", /^[a-z0-9][a-z0-9+.-]+$/),
    version: field("version", /^[A-Za-z0-9][A-Za-z0-9.+~:-]*$/),
    architecture: field("architecture", /^[a-z0-9-]+$/),
    depends: stanza.get("depends") ?? "",
    filename: field("filename", /^(?!.*(?:^|\/)\.\.?\/)[A-Za-z0-9][A-Za-z0-9._+~%/-]*\.deb$/),
    size: Number(field("size", /^\d{1,12}$/)),
    sha256: field("sha256", /^[0-9a-f]{64}$/),
  };
}

/** The index again, with no more than {@link readPackages} reads. */
export function writePackages(packages: readonly Package[]): string {
  return packages
    .map(({ name, version, architecture, depends, filename, size, sha256 }) =>
      [
        `Package: ${name}`,
        `Version: ${version}`,
        `Architecture: ${architecture}`,
        `Depends: ${depends.replaceAll("\n", " ")}`,
        `Filename: ${filename}`,
        `Size: ${size}`,
        `SHA256: ${sha256}`,
      ].join("\n"),
    )
    .join("\n\n");
}
