import { gzipSync } from "node:zlib";
import { ar } from "./ar-writer.ts";
import { text } from "./byte-writer.ts";
import { tar, type TarSpec } from "./tar-writer.ts";

/** What a package holds; compressions are gzip unless said. */
export interface DebSpec {
  readonly control?: string;
  readonly files: readonly TarSpec[];
  /** Suffix and compression of `data.tar`. */
  readonly data?: readonly [suffix: string, compress: (bytes: Uint8Array) => Uint8Array];
}

/** A Debian package. */
export function deb({ control = "Package: p\nVersion: 1\n", files, data }: DebSpec): Uint8Array {
  const [suffix, compress] = data ?? [".gz", gzip];
  return ar([
    ["debian-binary", text("2.0\n")],
    ["control.tar.gz", gzip(tar([{ path: "./control", content: control }]))],
    [`data.tar${suffix}`, compress(tar(files))],
  ]);
}

export const gzip = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(bytes));
