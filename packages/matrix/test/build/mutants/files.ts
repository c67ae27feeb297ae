import { joined, type Mutant, mutantsOf, text } from "./define-mutant.ts";

const m = mutantsOf("plain");
const compressed = { flags: ["compressed"] } as const;

const packed = (id: string, change: string, program: string, args: readonly string[], load = {}): Mutant =>
  m(id, change, (elf, kit) => kit.pack(program, args, elf.bytes), load);
const cut = (id: string, change: string, length: (size: number) => number): Mutant =>
  m(id, change, (elf) => elf.bytes.slice(0, length(elf.size)));

/** The file as a whole: cut off, lengthened, packed. */
export default [
  cut("file-empty", "the file is empty", () => 0),
  cut("file-1", "the file is cut after 1 byte", () => 1),
  cut("file-4", "the file is cut after 4 bytes", () => 4),
  cut("file-51", "the file is cut after 51 bytes", () => 51),
  cut("file-63", "the file is cut after 63 bytes", () => 63),
  cut("file-64", "the file is cut after 64 bytes", () => 64),
  cut("file-quarter", "three quarters of the file are missing", (size) => size >> 2),
  cut("file-half", "half of the file is missing", (size) => size >> 1),
  cut("file-last", "the last byte of the file is missing", (size) => size - 1),
  m("file-longer", "there are 4 KiB of zeroes behind the file", (elf) =>
    joined(elf.bytes, new Uint8Array(4096)),
  ),
  m("file-garbage", "there is garbage behind the file", (elf, kit) => joined(elf.bytes, kit.random(1000))),
  m("file-twice", "the file is there twice", (elf) => joined(elf.bytes, elf.bytes)),
  m("file-text", "the file is a text", () => text("#!/bin/sh\nexit 0\n".repeat(10))),
  m("file-zeroes", "the file is 8 KiB of zeroes", () => new Uint8Array(8192)),
  m("file-random", "the file is 8 KiB of noise", (_, kit) => kit.random(8192)),
  m("file-html", "the file is the page of an error", () =>
    text("<html><body>404 Not Found</body></html>\n".repeat(4)),
  ),
  packed("packed-gz-raw", "the file is packed by gzip, and handed over as it is", "gzip", ["-9n"]),
  packed("packed-xz-raw", "the file is packed by xz, and handed over as it is", "xz", ["--check=crc32"]),
  packed("packed-zst-raw", "the file is packed by zstd, and handed over as it is", "zstd", ["-q"]),
  packed("packed-gz", "the file is packed by gzip", "gzip", ["-9n"], compressed),
  packed(
    "packed-xz-crc32",
    "the file is packed by xz as kbuild does",
    "xz",
    ["--check=crc32", "--lzma2=dict=1MiB"],
    compressed,
  ),
  packed(
    "packed-xz-none",
    "the file is packed by xz without a checksum",
    "xz",
    ["--check=none", "--lzma2=dict=1MiB"],
    compressed,
  ),
  packed("packed-xz-crc64", "the file is packed by xz with a CRC64", "xz", ["--check=crc64"], compressed),
  packed("packed-xz-sha256", "the file is packed by xz with a SHA-256", "xz", ["--check=sha256"], compressed),
  packed(
    "packed-xz-bcj",
    "the file is packed by xz with a filter for x86",
    "xz",
    ["--check=crc32", "--x86", "--lzma2=dict=1MiB"],
    compressed,
  ),
  packed("packed-lzma", "the file is packed by lzma", "xz", ["--format=lzma"], compressed),
  packed("packed-zst", "the file is packed by zstd", "zstd", ["-q"], compressed),
  m("packed-none", "the file is not packed, and said to be", () => {}, compressed),
  m(
    "packed-xz-cut",
    "the file is packed by xz, and cut in half",
    (elf, kit) => {
      const all = kit.pack("xz", ["--check=crc32", "--lzma2=dict=1MiB"], elf.bytes);
      return all.slice(0, all.length >> 1);
    },
    compressed,
  ),
  m(
    "packed-xz-longer",
    "the file is packed by xz, and has a byte behind it",
    (elf, kit) => joined(kit.pack("xz", ["--check=crc32", "--lzma2=dict=1MiB"], elf.bytes), Uint8Array.of(7)),
    compressed,
  ),
  m(
    "packed-xz-padded",
    "the file is packed by xz, and has four zeroes behind it",
    (elf, kit) =>
      joined(kit.pack("xz", ["--check=crc32", "--lzma2=dict=1MiB"], elf.bytes), new Uint8Array(4)),
    compressed,
  ),
  m(
    "packed-xz-two",
    "the file is packed by xz in two halves, one stream for each",
    (elf, kit) => {
      const half = (from: number, to: number): Uint8Array =>
        kit.pack("xz", ["--check=crc32", "--lzma2=dict=1MiB"], elf.bytes.slice(from, to));
      return joined(half(0, elf.size >> 1), half(elf.size >> 1, elf.size));
    },
    compressed,
  ),
  m(
    "packed-xz-then-text",
    "the file is packed by xz, and a text as another stream behind it",
    (elf, kit) =>
      joined(
        kit.pack("xz", ["--check=crc32", "--lzma2=dict=1MiB"], elf.bytes),
        kit.pack("xz", ["--check=crc32"], text("no module\n".repeat(20))),
      ),
    compressed,
  ),
  packed(
    "packed-xz-blocks",
    "the file is packed by xz in blocks of 1 KiB",
    "xz",
    ["--check=crc32", "--block-size=1024", "--lzma2=dict=1MiB"],
    compressed,
  ),
  m(
    "packed-xz-footer",
    "the file is packed by xz, and the last byte is wrong",
    (elf, kit) => {
      const all = Uint8Array.from(kit.pack("xz", ["--check=crc32", "--lzma2=dict=1MiB"], elf.bytes));
      all[all.length - 1] = 0;
      return all;
    },
    compressed,
  ),
  m(
    "packed-xz-damaged",
    "the file is packed by xz, and a byte is wrong",
    (elf, kit) => {
      const all = Uint8Array.from(kit.pack("xz", ["--check=crc32", "--lzma2=dict=1MiB"], elf.bytes));
      all[all.length >> 1] = (all[all.length >> 1] ?? 0) ^ 0x55;
      return all;
    },
    compressed,
  ),
  m(
    "packed-xz-text",
    "a text is packed by xz",
    (_, kit) => kit.pack("xz", ["--check=crc32", "--lzma2=dict=1MiB"], text("no module\n".repeat(20))),
    compressed,
  ),
] satisfies readonly Mutant[] as readonly Mutant[];
