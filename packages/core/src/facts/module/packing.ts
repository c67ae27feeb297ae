import type { ByteSource } from "../../io/byte-source.ts";
import { compressionOf } from "../../io/decompress.ts";
import { filtersAt } from "../../io/xz-block.ts";
import type { Compression, Packing } from "../../model/state.ts";

/** The stream header of xz: magic, a zero, the number of the check. https://tukaani.org/xz/xz-file-format.txt, 2.1.1.2 */
const XZ_CHECK = 7;
/** Where the first block begins. */
const XZ_BLOCK = 12;
/** Up to the first filter of the first block: its header has a byte of size, one of flags, and two sizes of at most nine bytes. */
const HEAD = XZ_BLOCK + 2 + 2 * 9 + 1;
/** The last filter of every block, 5.3.1; what stands before it is another. */
const LZMA2 = 0x21;

/** Those that kbuild packs modules with: scripts/Makefile.modinst. */
const isOfModules = (id: string): id is Compression => id === "gzip" || id === "xz" || id === "zstd";

/** How a module file is packed, by its first bytes; `undefined` when it is not. */
export async function packingOf(source: ByteSource): Promise<Packing | undefined> {
  const head = await source.read(0, Math.min(HEAD, source.size));
  const compression = compressionOf(head);
  if (compression === undefined || !isOfModules(compression)) return undefined;
  if (compression !== "xz") return { compression };
  const check = head[XZ_CHECK];
  const filter = firstFilter(head);
  return {
    compression,
    ...(check !== undefined && { xzCheck: check & 0xf }),
    ...(filter !== undefined && filter !== LZMA2 && { xzFilter: filter }),
  };
}

/** ID of the first filter of the first block, 3.1; `undefined` when the file ends before. Those in use have one byte. */
function firstFilter(head: Uint8Array): number | undefined {
  const block = head.subarray(XZ_BLOCK);
  return block[filtersAt(block)];
}
