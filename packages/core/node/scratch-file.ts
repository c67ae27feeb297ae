import { closeSync, constants, fstatSync, ftruncateSync, openSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { codeOf } from "./system-error.ts";

/** A file without a name, which a program writes and kofit reads. It is gone when it is closed, or kofit ends. */
export interface ScratchFile {
  /** For reading, at any offset. */
  readonly fd: number;
  /** What is in it, in bytes. */
  size(): number;
  /** The file emptied, open for writing from its start. The caller closes it; `undefined` where the system cannot. */
  emptied(): number | undefined;
  /** `bytes` in it and nothing else, open for reading from its start. The caller closes it; `undefined` where the system cannot. */
  filled(bytes: Uint8Array): number | undefined;
  close(): void;
}

/** Memory first: what is written here is read at once and never again. */
const directories = (): string[] => ["/dev/shm", tmpdir()];

/** `undefined` where no file can be made. */
export function scratchFile(): ScratchFile | undefined {
  for (const directory of directories()) {
    const fd = attempt(() => nameless(join(directory, `kofit-${process.pid}-${threadId}`)));
    if (fd === undefined) continue;
    return {
      fd,
      size: () => fstatSync(fd).size,
      // A descriptor that is handed to a program shares its position with it; opened anew it starts at 0.
      emptied: () => attempt(() => openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_TRUNC)),
      filled(bytes) {
        return attempt(() => {
          ftruncateSync(fd);
          for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, at);
          return openSync(`/proc/self/fd/${fd}`, constants.O_RDONLY);
        });
      },
      close: () => closeSync(fd),
    };
  }
  return undefined;
}

/** O_EXCL: neither a link nor a file that somebody else put there is opened. */
function nameless(path: string): number {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
  unlinkSync(path);
  return fd;
}

function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return undefined;
  }
}
