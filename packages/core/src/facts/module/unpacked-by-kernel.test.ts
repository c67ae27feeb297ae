import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { xz } from "../../../test/build/xz-writer.ts";
import { type ByteSource, bytesSource } from "../../io/byte-source.ts";
import type { Compression } from "../../model/state.ts";
import { unpackedByKernel } from "./unpacked-by-kernel.ts";

const LIMIT = 1 << 20;
const content = Uint8Array.from({ length: 9000 }, (_, i) => (i * i) >> 3);
const joined = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => [...part]));

/** The content; `undefined` for damage; why, where it is not known. */
async function of(
  compression: Compression,
  file: Uint8Array,
  limit = LIMIT,
): Promise<Uint8Array | string | undefined> {
  const fact = await unpackedByKernel(bytesSource("t.ko", file), compression, limit);
  if (!fact.known) return fact.why.en;
  const found: ByteSource | undefined = fact.value;
  return found && (await found.read(0, found.size));
}

// Seen on 6.12.95: such modules load.
test("the kernel does not look behind the first xz stream", async () => {
  expect(await of("xz", xz(content))).toEqual(content);
  expect(await of("xz", joined(xz(content), Uint8Array.of(7)))).toEqual(content);
  expect(await of("xz", joined(xz(content), xz(content)))).toEqual(content);
});

test("within that stream damage is damage", async () => {
  const file = xz(content);
  expect(await of("xz", file.subarray(0, file.length - 1))).toBeUndefined();
  const damaged = Uint8Array.from(file);
  damaged[4000] = (damaged[4000] ?? 0) ^ 1;
  expect(await of("xz", damaged)).toBeUndefined();
});

test("what is too large for kofit may not be for the kernel", async () => {
  expect(await of("xz", xz(content), 8000)).toContain("larger");
  const file = xz(content);
  // The one property of LZMA2: 40 is a dictionary of 4 GiB.
  file[12 + 4] = 40;
  expect(await of("xz", file)).toContain("larger dictionary");
});

test("gzip: one member and nothing else, or it cannot be told", async () => {
  const file = gzipSync(content);
  expect(await of("gzip", file)).toEqual(content);
  expect(await of("gzip", joined(file, file))).toContain("something stands behind");
  expect(await of("gzip", file.subarray(0, -9))).toContain("damaged");
});
