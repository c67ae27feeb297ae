import { closeSync, constants, openSync, readSync, type Stats, statSync } from "node:fs";
import { type ByteSource, checkRange } from "../src/io/byte-source.ts";
import { FormatError } from "../src/io/format-error.ts";
import { InputError } from "../src/model/input-error.ts";
import type { ReadArena } from "./read-arena.ts";
import { codeOf, systemSays } from "./system-error.ts";

// What is it, and what does its header say: these questions are asked one by one and answered by one read.
const START = 256;
/** Up to here a file is read whole at once: most of it is looked at, and calls cost more than bytes. Nine in ten modules are smaller. */
const SMALL = 128 << 10;

/** A file that stays open until it is closed. */
export interface FileSource extends ByteSource {
  close(): void;
}

/**
 * The regular file at `path`, open.
 *
 * Reads are synchronous behind the asynchronous interface: 4,000 modules are 25,000 small reads of what mostly is in
 * the page cache, and a thread-pool round trip for each costs ten times the read itself.
 *
 * @param arena where the bytes are read to; they are valid until its reset. Absent: each read is the caller's to keep.
 * @throws {InputError} if there is no such file, it may not be read, or it is no regular file.
 */
export function fileSource(path: string, arena: Pick<ReadArena, "take"> = fresh): FileSource {
  const { size } = regular(path);
  const fd = open(path);
  return {
    ...windowOf(fd, path, 0, size, arena),
    close() {
      closeSync(fd);
    },
  };
}

/**
 * `size` bytes at `from` of an open file, which stays open as long as this is read.
 *
 * @param name how messages call it.
 * @param arena as for {@link fileSource}
 */
export function windowOf(
  fd: number,
  name: string,
  from: number,
  size: number,
  arena: Pick<ReadArena, "take">,
): ByteSource {
  let start: Uint8Array | undefined;
  return {
    name,
    size,
    async read(offset, length) {
      checkRange(this, offset, length);
      const startSize = size <= SMALL ? size : START;
      if (offset + length > startSize) return readExactly(fd, name, from + offset, arena.take(length));
      start ??= readExactly(fd, name, from, arena.take(startSize));
      return start.subarray(offset, offset + length);
    },
  };
}

/**
 * The regular file at `path` for rare reads: it is opened for each of them, so nobody has to close it.
 *
 * A file that the system refuses to open or to read is damage to whoever reads it (`FormatError`): one unreadable file
 * in a tree makes what it would have told unknown, and nothing else.
 *
 * @param name how messages call it.
 */
export function unopenedSource(path: string, size: number, name: string): ByteSource {
  return {
    name,
    size,
    async read(offset, length) {
      checkRange(this, offset, length);
      let fd: number;
      try {
        fd = openSync(path, READ);
      } catch (error) {
        throw new FormatError(name, 0, systemSays(error).en);
      }
      try {
        return readExactly(fd, name, offset, fresh.take(length));
      } finally {
        closeSync(fd);
      }
    },
  };
}

// Should the path become a FIFO between stat and open, O_NONBLOCK keeps open() from waiting for its writer.
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

/** Looked at before it is opened: opening a FIFO waits, and opening a device can have effects (a watchdog starts). */
function regular(path: string): Stats {
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    const says = systemSays(error);
    throw new InputError({ en: `${path}: ${says.en}`, zh: `${path}：${says.zh}` });
  }
  if (stats.isFile()) return stats;
  const kind = kindOf(stats);
  throw new InputError({
    en: `${path} is ${kind.en}, not a regular file`,
    zh: `${path} 是${kind.zh}，不是普通文件`,
  });
}

function kindOf(stats: Stats): { en: string; zh: string } {
  if (stats.isDirectory()) return { en: "a directory", zh: "目录" };
  if (stats.isFIFO()) return { en: "a named pipe (FIFO)", zh: "命名管道（FIFO）" };
  if (stats.isSocket()) return { en: "a socket", zh: "套接字" };
  return { en: "a device", zh: "设备" };
}

function open(path: string): number {
  try {
    return openSync(path, READ);
  } catch (error) {
    const says = systemSays(error);
    throw new InputError({ en: `${path}: ${says.en}`, zh: `${path}：${says.zh}` });
  }
}

const fresh: Pick<ReadArena, "take"> = { take: (length) => new Uint8Array(length) };

/** Fills `bytes`. */
function readExactly(fd: number, name: string, offset: number, bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  for (let done = 0; done < length;) {
    const got = readSome(fd, name, bytes, done, offset + done);
    if (got === 0) {
      throw new FormatError(name, offset + done, `${length - done} bytes wanted, the file ends (it shrank)`);
    }
    done += got;
  }
  return bytes;
}

function readSome(fd: number, name: string, bytes: Uint8Array, done: number, at: number): number {
  try {
    return readSync(fd, bytes, done, bytes.length - done, at);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new FormatError(name, at, systemSays(error).en);
  }
}
