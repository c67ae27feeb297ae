import { writeFileSync } from "node:fs";
import { InputError } from "../src/model/input-error.ts";
import type { KernelFacts } from "../src/model/kernel.ts";
import { systemSays } from "./system-error.ts";

/**
 * Writes everything that is known of a kernel to a file that is a target like any other: JSON, compressed as the name
 * says (`.gz`, `.zst`).
 *
 * @throws {InputError} if the file cannot be written, or this Node has no zstd (since 22.15 it has).
 */
export async function saveFacts(facts: KernelFacts, path: string): Promise<void> {
  const { writeFacts } = await import("../src/facts/saved/write.ts");
  const bytes = await compressed(new TextEncoder().encode(writeFacts(facts)), path);
  try {
    writeFileSync(path, bytes);
  } catch (error) {
    const says = systemSays(error);
    throw new InputError({ en: `${path}: ${says.en}`, zh: `${path}：${says.zh}` });
  }
}

async function compressed(bytes: Uint8Array, path: string): Promise<Uint8Array> {
  const zlib = await import("node:zlib");
  if (path.endsWith(".gz")) return zlib.gzipSync(bytes, { level: 9 });
  if (!path.endsWith(".zst")) return bytes;
  // Absent before Node 22.15, whatever the types say.
  const zstd: typeof zlib.zstdCompressSync | undefined = zlib.zstdCompressSync;
  if (!zstd) {
    throw new InputError({
      en: `${path}: Node ${process.version} cannot write zstd; name the file .gz instead`,
      zh: `${path}：Node ${process.version} 不支持写入 zstd，请改用 .gz 作为文件名后缀`,
    });
  }
  return zstd(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 19 } });
}
