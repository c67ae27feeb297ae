import { type ByteSource, bytesSource, readAll } from "./byte-source.ts";
import { type Chunks, chunksOf, gathered } from "./chunks.ts";
import { FormatError } from "./format-error.ts";
import type { Codec } from "./codecs/define-codec.ts";
import { codecs } from "./codecs/index.ts";

export type CodecId = keyof typeof codecs;

/**
 * A platform's own decoder of a whole input. May throw anything on damage; stops at `limit` bytes of output. `undefined`:
 * it does not take this input, the portable decoder is to.
 */
export type NativeDecoder = (
  compressed: Uint8Array,
  limit: number,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

const all: Readonly<Record<CodecId, Codec>> = codecs;
const isCodecId = (id: string): id is CodecId => Object.hasOwn(codecs, id);
const ids = Object.keys(codecs).filter(isCodecId);
/** Bytes that tell every codec from the others and from what is not compressed. */
export const MAGIC_SIZE = Math.max(...Object.values(all).map(({ magic }) => magic.length));

/** Of what is unpacked piece by piece, the most that a decoder without a window holds. */
const MAX_WHOLE = 256 << 20;

const native = new Map<CodecId, NativeDecoder>();

/**
 * Makes {@link decompressed} use `decode` for this compression: Node has a faster zstd than any that runs everywhere.
 * Where it fails, the portable codec tries, whose errors say what is wrong.
 */
export function useNativeDecoder(id: CodecId, decode: NativeDecoder): void {
  native.set(id, decode);
}

/** Undoes every {@link useNativeDecoder}. */
export function forgetNativeDecoders(): void {
  native.clear();
}

/** The compression of what starts at `at` in `bytes` ({@link MAGIC_SIZE} bytes are enough); `undefined`: none. */
export function compressionOf(bytes: Uint8Array, at = 0): CodecId | undefined {
  const first = bytes[at];
  return ids.find((id) => {
    const { magic } = all[id];
    return magic[0] === first && magic.every((byte, i) => bytes[at + i] === byte);
  });
}

/** What an input of this compression starts with. */
export const magicOf = (id: CodecId): Uint8Array => all[id].magic;

/**
 * `source` decompressed and in memory, under the same name; `source` itself when it is not compressed.
 *
 * @throws {FormatError} if it is damaged, or has or unpacks to more than `limit` bytes.
 */
export async function decompressed(source: ByteSource, limit: number): Promise<ByteSource> {
  const id = await compressionOfSource(source);
  if (id === undefined) return source;
  const compressed = await readAll(source, limit);
  async function* whole(): Chunks {
    yield compressed;
  }
  const portable = async (): Promise<Uint8Array> =>
    gathered(all[id].decode(whole(), source.name, limit), limit, source.name);
  const decode = native.get(id);
  const bytes = decode ? await natively(decode, compressed, limit, portable, source.name) : await portable();
  return bytesSource(source.name, bytes);
}

/** Where the platform's decoder fails, the portable one says what is wrong; a checksum only the former may verify. */
async function natively(
  decode: NativeDecoder,
  compressed: Uint8Array,
  limit: number,
  portable: () => Promise<Uint8Array>,
  name: string,
): Promise<Uint8Array> {
  try {
    return (await decode(compressed, limit)) ?? (await portable());
  } catch (error) {
    if (error instanceof FormatError) throw error;
    await portable();
    throw new FormatError(name, 0, error instanceof Error ? error.message : "the compressed data is damaged");
  }
}

/**
 * The content of `source`, decompressed, piece by piece; memory is bounded by the window of the compression.
 *
 * @throws {FormatError} while it is iterated, if the input is damaged.
 */
export async function* decompressedChunks(source: ByteSource): Chunks {
  const id = await compressionOfSource(source);
  yield* id === undefined ? chunksOf(source) : all[id].decode(chunksOf(source), source.name, MAX_WHOLE);
}

async function compressionOfSource(source: ByteSource): Promise<CodecId | undefined> {
  return compressionOf(await source.read(0, Math.min(MAGIC_SIZE, source.size)));
}
