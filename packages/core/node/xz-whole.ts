import { spawnSync } from "node:child_process";
import { closeSync, readSync } from "node:fs";
import { scratchFile, type ScratchFile } from "./scratch-file.ts";

/** With less to unpack, in bytes of compressed data, the program takes longer to start than the portable decoder to unpack. */
const WORTH_IT = 512 << 10;
/** Kernels are packed with dictionaries of 32 to 128 MiB (scripts/xz_wrap.sh). */
const MAX_MEMORY = "160MiB";
/** Milliseconds, for what takes one second. */
const TIMEOUT = 60_000;

/**
 * What the system's `xz` unpacks of a large input, in less than half the time of the portable decoder and with every
 * filter. `undefined` when there is no such program, the input is small, or anything is odd: then the portable decoder
 * says what.
 */
export function xzWhole(
  compressed: Uint8Array,
  limit: number,
  format: "xz" | "lzma",
): Uint8Array | undefined {
  if (compressed.length < WORTH_IT) return undefined;
  // Files, not pipes: what goes through a pipe goes in small pieces, and each waits for its turn on the machine.
  const [input, output] = [scratchFile(), scratchFile()];
  try {
    const from = input?.filled(compressed);
    const to = output?.emptied();
    const done = from !== undefined && to !== undefined && run(from, to, limit, format);
    for (const fd of [from, to]) if (fd !== undefined) closeSync(fd);
    return done && output ? contentOf(output) : undefined;
  } finally {
    input?.close();
    output?.close();
  }
}

function run(from: number, to: number, limit: number, format: "xz" | "lzma"): boolean {
  const options = ["-dc", `--format=${format}`, "-T1", "--no-sparse", `--memlimit-decompress=${MAX_MEMORY}`];
  const { status } = spawnSync("prlimit", [`--fsize=${limit}`, "--core=0", "--", "xz", ...options], {
    stdio: [from, to, "ignore"],
    // Without XZ_DEFAULTS and XZ_OPT.
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
    timeout: TIMEOUT,
    killSignal: "SIGKILL",
  });
  return status === 0;
}

function contentOf(scratch: ScratchFile): Uint8Array | undefined {
  const size = scratch.size();
  const content = new Uint8Array(size);
  for (let at = 0; at < size;) {
    const read = readSync(scratch.fd, content, at, size - at, at);
    if (read === 0) return undefined;
    at += read;
  }
  return content;
}
