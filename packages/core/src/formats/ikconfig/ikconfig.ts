import { type ByteSource, bytesSource, readAll } from "../../io/byte-source.ts";
import { decompressed } from "../../io/decompress.ts";
import { findBytes } from "../../io/find-bytes.ts";
import { FormatError } from "../../io/format-error.ts";

// CONFIG_IKCONFIG: kernel/configs.c puts the gzipped configuration between two marks.
const START = new TextEncoder().encode("IKCFG_ST");
const END = new TextEncoder().encode("IKCFG_ED");
const GZIP = [0x1f, 0x8b, 0x08];

/**
 * The configuration that is built into a kernel; `undefined` when there is none.
 *
 * @param limit most bytes of it
 * @throws {FormatError} if it is damaged or larger.
 */
export async function findIkconfig(
  kernel: Uint8Array,
  name: string,
  limit: number,
): Promise<ByteSource | undefined> {
  for (let at = findBytes(kernel, START); at >= 0; at = findBytes(kernel, START, at + 1)) {
    const from = at + START.length;
    // What looks for the marks has them in its constants, too.
    if (!GZIP.every((byte, i) => kernel[from + i] === byte)) continue;
    const to = findBytes(kernel, END, from);
    if (to < 0) throw new FormatError(name, at, "IKCFG_ST without IKCFG_ED: the configuration is cut off");
    const packed = bytesSource(`${name}!IKCONFIG`, kernel.subarray(from, to));
    return bytesSource(packed.name, await readAll(await decompressed(packed, limit), limit));
  }
  return undefined;
}
