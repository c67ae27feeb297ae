import { ChunkReader, type Chunks } from "../../io/chunks.ts";
import { FormatError } from "../../io/format-error.ts";
import { BLOCK_SIZE, type Header, parseHeader, textIn } from "./header.ts";
import { memberPath } from "./member-path.ts";
import { parsePax } from "./pax.ts";

/** One entry of an archive, valid while it is visited. */
export interface TarMember {
  /** Relative, without `.` and `..`: `"boot/config-6.12.95"`; `""` is the root. */
  readonly path: string;
  /** Devices and FIFOs are `"other"`. */
  readonly kind: "file" | "directory" | "symlink" | "hardlink" | "other";
  /** Of its content, in bytes; 0 for what is no file. */
  readonly size: number;
  /** What a symlink holds, as it stands; the path of the member that a hard link is another name of. */
  readonly linkTarget?: string;
  /**
   * Its content. A member that is not asked for is passed over.
   *
   * @throws {FormatError} if it is larger than `limit` bytes, or the archive is cut off inside it.
   */
  bytes(limit: number): Promise<Uint8Array>;
}

export type Visit = (member: TarMember) => Promise<"stop" | undefined>;

/** Names and pax records of one member. Paths end at 4,096 bytes; the rest is attributes that nobody here asks for. */
const MAX_METADATA = 1 << 20;

const KINDS: Readonly<Record<string, TarMember["kind"]>> = {
  "0": "file",
  "1": "hardlink",
  "2": "symlink",
  "3": "other",
  "4": "other",
  "5": "directory",
  "6": "other",
  "7": "file",
};

/** What stands before a header and replaces something in it. */
interface Overrides {
  name?: string;
  linkName?: string;
  size?: number;
}

/**
 * Visits the members of a tar archive (ustar, pax, GNU), front to back, until all are seen or `visit` answers `"stop"`.
 * Memory is bounded by what a visit asks for. Sparse files and archives of several volumes are not read.
 *
 * @param name the archive, for messages
 * @throws {FormatError} if the archive is damaged or cut off, or a path leads out of it.
 */
export async function eachTarMember(chunks: Chunks, name: string, visit: Visit): Promise<void> {
  const input = new ChunkReader(chunks, name);
  try {
    for (;;) {
      const header = await nextHeader(input);
      if (!header) return;
      if ((await visitOne(input, header, visit)) === "stop") return;
    }
  } finally {
    await input.close();
  }
}

/** The next header that is a member, with all that stands before it applied; `undefined` at the end of the archive. */
async function nextHeader(input: ChunkReader): Promise<(Header & { at: number }) | undefined> {
  let overrides: Overrides = {};
  for (;;) {
    const at = input.offset;
    const block = await input.take(BLOCK_SIZE);
    if (block.every((byte) => byte === 0)) return undefined;
    const header = parseHeader(block, input.name, at);
    switch (header.type) {
      case "x":
        overrides = { ...overrides, ...paxOverrides(await metadata(input, header), input, at) };
        break;
      case "L":
        overrides = { ...overrides, name: textIn(await metadata(input, header)) };
        break;
      case "K":
        overrides = { ...overrides, linkName: textIn(await metadata(input, header)) };
        break;
      // What holds for all members is a comment or a time.
      case "g":
        await metadata(input, header);
        break;
      default:
        return { ...header, ...overrides, at };
    }
  }
}

async function metadata(input: ChunkReader, { size }: Header): Promise<Uint8Array> {
  if (size > MAX_METADATA) {
    throw new FormatError(
      input.name,
      input.offset,
      `tar: ${size} bytes of names, at most ${MAX_METADATA} are read`,
    );
  }
  const bytes = await input.take(size);
  await input.skip(padding(size));
  return bytes;
}

function paxOverrides(bytes: Uint8Array, input: ChunkReader, at: number): Overrides {
  const records = parsePax(bytes, input.name, at + BLOCK_SIZE);
  for (const key of records.keys()) {
    if (key.startsWith("GNU.sparse."))
      throw new FormatError(input.name, at, "tar: a sparse file, which kofit does not read");
  }
  const name = records.get("path");
  const linkName = records.get("linkpath");
  const size = records.get("size");
  if (size !== undefined && !/^\d{1,15}$/.test(size))
    throw new FormatError(input.name, at, "tar: size is no number");
  return {
    ...(name !== undefined && { name }),
    ...(linkName !== undefined && { linkName }),
    ...(size !== undefined && { size: Number(size) }),
  };
}

async function visitOne(
  input: ChunkReader,
  header: Header & { at: number },
  visit: Visit,
): Promise<"stop" | undefined> {
  const kind = KINDS[header.type];
  if (!kind)
    throw new FormatError(
      input.name,
      header.at,
      `tar: a member of type ${JSON.stringify(header.type)}, which kofit does not read`,
    );
  const size = kind === "file" ? header.size : 0;
  const start = input.offset;
  const end = start + size + padding(size);
  let content: Promise<Uint8Array> | undefined;
  const answer = await visit({
    path: insidePath(input, header, header.name),
    kind,
    size,
    ...(kind === "symlink" && { linkTarget: header.linkName }),
    ...(kind === "hardlink" && { linkTarget: insidePath(input, header, header.linkName) }),
    async bytes(limit) {
      if (size > limit) {
        throw new FormatError(
          input.name,
          header.at,
          `${header.name}: ${size} bytes; at most ${limit} are read of such a file`,
        );
      }
      if (!content && input.offset !== start) throw new TypeError(`${header.name} is read after its visit`);
      content ??= input.take(size);
      return content;
    },
  });
  if (answer !== "stop") await input.skip(end - input.offset);
  return answer;
}

function insidePath(input: ChunkReader, { at }: { at: number }, raw: string): string {
  const path = memberPath(raw);
  if (path === undefined)
    throw new FormatError(input.name, at, `the path ${JSON.stringify(raw)} leads out of the archive`);
  return path;
}

/** Content fills whole blocks. */
const padding = (size: number): number => (BLOCK_SIZE - (size % BLOCK_SIZE)) % BLOCK_SIZE;
