import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/io/format-error.ts";
import { type Package, readPackages, writePackages } from "./packages.ts";

const example: Package = {
  name: "linux-image-arm64",
  version: "6.12.95-1~bpo12+1",
  architecture: "arm64",
  depends: "linux-image-6.12.95+deb12-arm64 (= 6.12.95-1~bpo12+1)",
  filename: "pool/main/l/linux/linux-image-arm64_6.12.95-1~bpo12+1_arm64.deb",
  size: 1456,
  sha256: "0f".repeat(32),
};
const all = [{ ...example, name: "abc" }, example, { ...example, name: "linux-zzz", depends: "" }];
const text = writePackages(all);
const linux = (name: string): boolean => name.startsWith("linux-");

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const read = async (index: string | Uint8Array, size = 7, wanted = linux): Promise<Package[]> =>
  readPackages("Packages", pieces(Buffer.from(index), size), wanted);

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(1 << 20, "x");
}

describe("readPackages", () => {
  it.each([1, 2, 7, 100, 1e6])("reads the wanted packages from pieces of %d bytes", async (size) => {
    expect(await read(text, size)).toEqual(all.slice(1));
    expect(await read(`${text}\n\n\n`, size)).toEqual(all.slice(1));
  });

  it("finds the name wherever the field stands", async () => {
    const [first = "", ...others] = writePackages([example]).split("\n");
    expect(await read([...others, first].join("\n"))).toEqual([example]);
  });

  it("refuses paths that lead out of the archive, and what is not a number or a checksum", async () => {
    for (const [field, value] of [
      ["Filename", "../../etc/x.deb"],
      ["Filename", "pool/../../x.deb"],
      ["Filename", "/etc/x.deb"],
      ["Filename", "pool/x"],
      ["Size", "-1"],
      ["SHA256", "abc"],
      ["Version", ""],
    ]) {
      const bad = text.replaceAll(new RegExp(`^${field}: .*$`, "gm"), `${field}: ${value}`);
      await expect(read(bad)).rejects.toThrow(FormatError);
    }
  });

  it("does not collect a paragraph without end", async () => {
    await expect(readPackages("Packages", endless(), linux)).rejects.toThrow(FormatError);
  });

  it("answers or says FormatError, however the index is damaged", async () => {
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.nat(255),
        fc.nat(bytes.length),
        async (at, value, length) => {
          const damaged = Buffer.from(bytes);
          damaged[at] = value;
          const packages = await read(damaged.subarray(0, length), 64).catch((error: unknown) => {
            if (error instanceof FormatError) return [];
            throw error;
          });
          for (const each of packages) expect(each.filename).not.toContain("..");
        },
      ),
    );
  });
});
