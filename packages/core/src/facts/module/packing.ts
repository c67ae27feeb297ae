import type { ByteSource } from "../../io/byte-source.ts";
import { compressionOf } from "../../io/decompress.ts";
import type { Compression, Packing } from "../../model/state.ts";

/** The stream header of xz: magic, a zero, the number of the check. https://tukaani.org/xz/xz-file-format.txt, 2.1.1.2 */
const XZ_CHECK = 7;
const HEAD = 16;

/** Those that kbuild packs modules with: scripts/Makefile.modinst. */
const isOfModules = (id: string): id is Compression => id === "gzip" || id === "xz" || id === "zstd";

/** How a module file is packed, by its first bytes; `undefined` when it is not. */
export async function packingOf(source: ByteSource): Promise<Packing | undefined> {
  const head = await source.read(0, Math.min(HEAD, source.size));
  const compression = compressionOf(head);
  if (compression === undefined || !isOfModules(compression)) return undefined;
  const check = compression === "xz" ? head[XZ_CHECK] : undefined;
  return { compression, ...(check !== undefined && { xzCheck: check & 0xf }) };
}
