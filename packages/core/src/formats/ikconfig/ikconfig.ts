import { type ByteSource, bytesSource, readAll } from "../../io/byte-source.ts";
import { decompressed } from "../../io/decompress.ts";
import { findBytes } from "../../io/find-bytes.ts";
import { FormatError } from "../../io/format-error.ts";

// CONFIG_IKCONFIG: kernel/configs.c puts the gzipped configuration between two marks.
const MARK = new TextEncoder().encode("IKCFG_ST");
/** With what follows: who looks for the marks, as kofit does, has them among its constants. */
const START = Uint8Array.of(...MARK, 0x1f, 0x8b, 0x08);
const END = new TextEncoder().encode("IKCFG_ED");

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
  const at = findBytes(kernel, START);
  if (at < 0) return undefined;
  const from = at + MARK.length;
  const to = findBytes(kernel, END, from);
  if (to < 0) throw new FormatError(name, at, "IKCFG_ST without IKCFG_ED: the configuration is cut off");
  const packed = bytesSource(`${name}!IKCONFIG`, kernel.subarray(from, to));
  return bytesSource(packed.name, await readAll(await decompressed(packed, limit), limit));
}
