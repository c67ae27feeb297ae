import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FormatError } from "../../src/io/format-error.ts";
import { contentOf, ENCODINGS } from "./index-content.ts";

const text = "Package: linux-x\nVersion: 1\n";
/** `printf … | xz -c` and `gzip -nc`: Node writes no xz. */
const files = {
  ".xz": Buffer.from(
    "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAbUGFja2FnZTogbGludXgteApWZXJzaW9uOiAxCgBYWeYsP8VUugABNByTGq2PH7bzfQEAAAAABFla",
    "base64",
  ),
  ".gz": Buffer.from("H4sIAAAAAAAAAwtITM5OTE+1UsjJzCut0K3gCkstKs7Mz7NSMOQCAAyiRqocAAAA", "base64"),
  "": Buffer.from(text),
};

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "kofit-index-"));
});
afterAll(async () => rm(directory, { recursive: true }));

async function content(bytes: Uint8Array, encoding: (typeof ENCODINGS)[number]): Promise<string> {
  const path = join(directory, "index");
  await writeFile(path, bytes);
  const url = "http://mirror.example.org/Packages";
  const chunks: Uint8Array[] = [];
  for await (const chunk of contentOf(path, bytes.length, encoding, url)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe.each(ENCODINGS)("an index that ends in %j", (encoding) => {
  it("is read", async () => {
    expect(await content(files[encoding], encoding)).toBe(text);
  });

  it.skipIf(encoding === "")("fails with FormatError, which names it, when it is cut off", async () => {
    const cut = content(files[encoding].subarray(0, 40), encoding);
    await expect(cut).rejects.toThrow(FormatError);
    await expect(content(files[encoding].subarray(0, 40), encoding)).rejects.toThrow("mirror.example.org");
  });

  it("is a text or a FormatError, whatever happened to it", async () => {
    const { length } = files[encoding];
    await fc.assert(
      fc.asyncProperty(fc.nat(length - 1), fc.nat(255), fc.nat(length), async (at, value, end) => {
        const bytes = Buffer.from(files[encoding]);
        bytes[at] = value;
        await content(bytes.subarray(0, end), encoding).catch((error: unknown) => {
          if (!(error instanceof FormatError)) throw error;
        });
      }),
    );
  });
});
