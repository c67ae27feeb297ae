import type { ByteSource } from "../../io/byte-source.ts";
import { HEAD } from "./limits.ts";

const latin1 = new TextDecoder("latin1");

/** The first bytes of a file, by which it is recognised; fewer when the file is shorter. */
export async function head(file: ByteSource, length: number = HEAD): Promise<Uint8Array> {
  return file.read(0, Math.min(length, file.size));
}

/** Whether `bytes` start with the ASCII characters of `magic`. */
export function startsWith(bytes: Uint8Array, magic: string): boolean {
  return latin1.decode(bytes.subarray(0, magic.length)) === magic;
}
