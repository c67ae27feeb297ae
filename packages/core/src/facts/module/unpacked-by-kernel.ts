import { firstXzStream } from "../../formats/xz/xz-stream.ts";
import { type ByteSource, readAll, slice } from "../../io/byte-source.ts";
import { decompressed } from "../../io/decompress.ts";
import { FormatError, TooLargeError } from "../../io/format-error.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { Compression } from "../../model/state.ts";

/** 64 MiB: kofit's decoder takes no larger dictionary, the kernel's takes what memory there is. */
const MAX_DICTIONARY = 28;

/**
 * What module_decompress() in kernel/module/decompress.c makes of a packed module; `undefined` where it finds it damaged.
 * It unpacks the first stream and does not look what stands behind. What it makes of a damaged gzip or zstd is not known:
 * it looks at no checksum of gzip, and of zstd it takes what came before a cut.
 *
 * @param limit most bytes that are unpacked
 */
export async function unpackedByKernel(
  source: ByteSource,
  compression: Compression,
  limit: number,
): Promise<Fact<ByteSource | undefined>> {
  const origin = { input: source.name };
  if (source.size > limit) return tooLarge;
  try {
    if (compression !== "xz") return await unpackedWhole(source, compression, limit);
    const stream = firstXzStream(await readAll(source, limit));
    if (!stream) return known(undefined, origin);
    if (stream.dictionary > MAX_DICTIONARY) return tooLarge;
    return known(await unpacked(slice(source, 0, stream.end), limit), origin);
  } catch (error) {
    if (error instanceof TooLargeError) return tooLarge;
    throw error;
  }
}

/** ISIZE, the last four bytes of a member: RFC 1952, 2.3.1. */
const GZIP_SIZE = 4;

async function unpackedWhole(
  source: ByteSource,
  compression: Compression,
  limit: number,
): Promise<Fact<ByteSource | undefined>> {
  const content = await unpacked(source, limit);
  if (!content) return damageUnknown;
  if (compression === "zstd") return known(content, { input: source.name });
  const last = await source.read(source.size - GZIP_SIZE, GZIP_SIZE);
  const size = new DataView(last.buffer, last.byteOffset, GZIP_SIZE).getUint32(0, true);
  // More than one member, or something behind the last.
  return size === content.size ? known(content, { input: source.name }) : damageUnknown;
}

/** @throws {TooLargeError} */
async function unpacked(source: ByteSource, limit: number): Promise<ByteSource | undefined> {
  try {
    return await decompressed(source, limit);
  } catch (error) {
    if (error instanceof TooLargeError || !(error instanceof FormatError)) throw error;
    return undefined;
  }
}

const remedy = {
  en: "Unpack the module and have kofit check what it holds.",
  zh: "请先解压模块，再用 kofit 检查解压后的文件。",
};

const tooLarge = unknown(
  {
    en: "the packed module is larger, or has a larger dictionary, than what kofit unpacks; a kernel with memory enough takes it",
    zh: "压缩的模块或其字典超过 kofit 的解压上限，而内存足够的内核可以解压",
  },
  remedy,
);

const damageUnknown = unknown(
  {
    en: "the packed module is damaged, or something stands behind its stream, and what the kernel makes of that is not known",
    zh: "压缩的模块已损坏，或压缩流之后还有其他内容，无法得知内核会如何处理",
  },
  remedy,
);
