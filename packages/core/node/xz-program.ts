import { spawnSync } from "node:child_process";
import { closeSync } from "node:fs";
import { readXzIndex } from "../src/formats/xz/xz-index.ts";
import type { ByteSource } from "../src/io/byte-source.ts";
import { FormatError } from "../src/io/format-error.ts";
import { InputError } from "../src/model/input-error.ts";
import { fileSource, windowOf } from "./file-source.ts";
import type { ReadArena } from "./read-arena.ts";
import { scratchFile, type ScratchFile } from "./scratch-file.ts";

/** A file, and what it unpacks to in bytes: as its index says, which nobody has verified yet. */
export interface Packed {
  readonly file: string;
  readonly size: number;
}

/** The system's `xz`, for many files at once: it takes half the time of the portable decoder, but 3 ms to start. */
export interface XzProgram {
  /**
   * The content of each file, valid until the next call. `undefined` when there is no such program, or anything at all
   * is odd: then the portable decoder unpacks them one by one, and says which is damaged, and where.
   */
  unpack(packed: readonly Packed[]): readonly ByteSource[] | undefined;
  close(): void;
}

/** Checks of the content that the portable decoder knows, too: what is read must not depend on who reads it. */
const CHECKS: ReadonlySet<number> = new Set([0, 1, 4]);

/** What the `.xz` file unpacks to, if it is one stream; `undefined`: it is to be read in another way. */
export async function packedSize(file: string): Promise<number | undefined> {
  try {
    const source = fileSource(file);
    try {
      const { unpackedSize, check } = await readXzIndex(source);
      return CHECKS.has(check) ? unpackedSize : undefined;
    } finally {
      source.close();
    }
  } catch (error) {
    if (error instanceof FormatError || error instanceof InputError) return undefined;
    throw error;
  }
}

/** @param arena where the content is read to. */
export function xzProgram(arena: Pick<ReadArena, "take">): XzProgram {
  let usable = true;
  let scratch: ScratchFile | undefined;
  return {
    unpack(packed) {
      if (!usable) return undefined;
      scratch ??= scratchFile();
      const ended = scratch ? run(packed, scratch) : "unusable";
      usable = ended !== "unusable";
      if (!scratch || ended !== "done") return undefined;
      const { fd } = scratch;
      let at = 0;
      return packed.map(({ file, size }) => {
        const content = windowOf(fd, file, at, size, arena);
        at += size;
        return content;
      });
    },
    close() {
      scratch?.close();
      scratch = undefined;
    },
  };
}

/** Larger than what any module is packed with (kbuild: a dictionary of 1 MiB), and what the portable decoder takes. */
const MAX_MEMORY = "80MiB";
/** Milliseconds, for what takes one second: a disk or a network that hangs. */
const TIMEOUT = 60_000;
/** `xz` ends with 0, 1 (an error) or 2 (a warning); anything above comes from `prlimit`, which did not find it. */
const MAX_STATUS = 2;

function run(packed: readonly Packed[], scratch: ScratchFile): "done" | "odd" | "unusable" {
  const total = packed.reduce((sum, { size }) => sum + size, 0);
  const out = scratch.emptied();
  if (out === undefined) return "unusable";
  try {
    // Into a file, not a pipe: 93 of 100 bytes are never read. The limit is for indexes that say less than comes.
    const limits = [`--fsize=${total}`, "--core=0", "--", "xz"];
    const options = ["-dc", "--format=xz", "-T1", "--no-sparse", `--memlimit-decompress=${MAX_MEMORY}`, "--"];
    const { error, status } = spawnSync(
      "prlimit",
      [...limits, ...options, ...packed.map(({ file }) => file)],
      {
        stdio: ["ignore", out, "ignore"],
        // Without XZ_DEFAULTS and XZ_OPT.
        env: { PATH: process.env["PATH"], LC_ALL: "C" },
        timeout: TIMEOUT,
        killSignal: "SIGKILL",
      },
    );
    if (error || (status !== null && status > MAX_STATUS)) return "unusable";
    return status === 0 && scratch.size() === total ? "done" : "odd";
  } finally {
    closeSync(out);
  }
}
