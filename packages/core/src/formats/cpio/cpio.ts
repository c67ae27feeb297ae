import { ChunkReader, type Chunks } from "../../io/chunks.ts";
import { FormatError } from "../../io/format-error.ts";

/** One entry of an archive, valid while it is visited. */
export interface CpioMember {
  /** As it is written, without `./` or `/` in front. */
  readonly path: string;
  readonly kind: "file" | "directory" | "symlink" | "other";
  /** Of its content, in bytes. The second name of a file with several has 0. */
  readonly size: number;
  /**
   * Its content. A member that is not asked for is passed over.
   *
   * @throws {FormatError} if it is larger than `limit` bytes, or the archive is cut off inside it.
   */
  bytes(limit: number): Promise<Uint8Array>;
}

/** Magic, and 13 numbers of 8 hexadecimal digits. Documentation/driver-api/early-userspace/buffer-format.rst */
const HEADER_SIZE = 110;

/** PATH_MAX in include/uapi/linux/limits.h: the kernel takes no longer ones, do_header() in init/initramfs.c. */
const MAX_NAME = 4096;

const TRAILER = "TRAILER!!!";

const utf8 = new TextDecoder();

/** Whether an archive that the kernel unpacks begins so: "newc", without or with checksums. */
export const isCpio = (head: Uint8Array): boolean => /^07070[12]/.test(utf8.decode(head.subarray(0, 6)));

/**
 * Visits the members of one cpio archive ("newc"), front to back, up to its trailer. Memory is bounded by what a visit asks for.
 *
 * @returns how many bytes it has, with its trailer.
 * @throws {FormatError} if the archive is damaged or cut off.
 */
export async function eachCpioMember(
  chunks: Chunks,
  name: string,
  visit: (member: CpioMember) => Promise<void>,
): Promise<number> {
  const input = new ChunkReader(chunks, name);
  try {
    for (;;) {
      const { mode, size, path } = await headerOf(input);
      if (path === TRAILER) return input.offset;
      await visitOne(input, { mode, size, path }, visit);
      await align(input);
    }
  } finally {
    await input.close();
  }
}

interface Header {
  readonly mode: number;
  readonly size: number;
  readonly path: string;
}

async function headerOf(input: ChunkReader): Promise<Header> {
  const at = input.offset;
  const text = utf8.decode(await input.take(HEADER_SIZE));
  if (!/^07070[12][0-9A-Fa-f]{104}$/.test(text)) {
    throw new FormatError(input.name, at, "the header of a cpio member (070701 and 104 digits) wanted");
  }
  const number = (index: number): number => Number.parseInt(text.slice(6 + 8 * index, 14 + 8 * index), 16);
  const length = number(11);
  if (length === 0 || length > MAX_NAME) {
    throw new FormatError(input.name, at, `cpio: a name of 1 to ${MAX_NAME} bytes wanted, ${length} found`);
  }
  const raw = utf8.decode(await input.take(length)).replace(/\0[^]*$/, "");
  await align(input);
  return { mode: number(1), size: number(6), path: raw.replace(/^(?:\.?\/)+/, "") };
}

async function visitOne(
  input: ChunkReader,
  { mode, size, path }: Header,
  visit: (member: CpioMember) => Promise<void>,
): Promise<void> {
  let left = size;
  await visit({
    path,
    kind: kindOf(mode),
    size,
    async bytes(limit) {
      if (size > limit) {
        throw new FormatError(
          input.name,
          input.offset,
          `${path} has ${size} bytes; at most ${limit} are read of it`,
        );
      }
      const bytes = await input.take(left);
      left = 0;
      return bytes;
    },
  });
  await input.skip(left);
}

/** inode(7) */
function kindOf(mode: number): CpioMember["kind"] {
  const type = mode & 0o170000;
  if (type === 0o100000) return "file";
  if (type === 0o040000) return "directory";
  return type === 0o120000 ? "symlink" : "other";
}

/** Headers and contents begin at multiples of 4. */
const align = async (input: ChunkReader): Promise<void> => input.skip((4 - (input.offset % 4)) % 4);
