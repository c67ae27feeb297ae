/** One file or directory of an archive. */
export interface CpioEntry {
  /** Path without a slash in front. */
  readonly name: string;
  /** Type and permissions, as in `st_mode`. */
  readonly mode: number;
  /** Absent: none. */
  readonly content?: Uint8Array;
  /** Major and minor number of a device. */
  readonly device?: readonly [major: number, minor: number];
}

/** Types of `st_mode`. inode(7) */
export const S_IFDIR = 0o040000;
export const S_IFREG = 0o100000;
export const S_IFCHR = 0o020000;

const encoder = new TextEncoder();
const MAGIC = "070701";
const TRAILER: CpioEntry = { name: "TRAILER!!!", mode: 0 };

/**
 * A cpio archive as the kernel unpacks it, "newc", piece by piece: see Documentation/driver-api/early-userspace/
 * buffer-format.rst.
 */
export async function* cpio(
  entries: Iterable<CpioEntry> | AsyncIterable<CpioEntry>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let inode = 1;
  for await (const entry of entries) yield* member(entry, inode++);
  yield* member(TRAILER, 0);
}

function* member(
  { name, mode, content = new Uint8Array(0), device = [0, 0] }: CpioEntry,
  inode: number,
): Generator<Uint8Array, void, undefined> {
  const path = encoder.encode(`${name}\0`);
  // ino, mode, uid, gid, nlink, mtime, filesize, maj, min, rmaj, rmin, namesize, chksum
  const numbers = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, ...device, path.length, 0];
  const header = encoder.encode(MAGIC + numbers.map((value) => value.toString(16).padStart(8, "0")).join(""));
  yield header;
  yield path;
  yield padding(header.length + path.length);
  yield content;
  yield padding(content.length);
}

/** What leads from `length` to the next multiple of 4. */
const padding = (length: number): Uint8Array => new Uint8Array((4 - (length % 4)) % 4);
