import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { paxRecord, tar, type TarSpec } from "../../../test/build/tar-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { type Chunks, chunksOf } from "../../io/chunks.ts";
import { eachTarMember, type TarMember } from "./tar.ts";

/** In pieces of `size` bytes: members do not end where chunks do. */
async function* pieces(bytes: Uint8Array, size: number): Chunks {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

interface Seen extends Omit<TarMember, "bytes"> {
  readonly content: string;
}

async function seen(specs: readonly TarSpec[] | Uint8Array, limit = 1 << 20, size = 777): Promise<Seen[]> {
  const found: Seen[] = [];
  const bytes = specs instanceof Uint8Array ? specs : tar(specs);
  await eachTarMember(pieces(bytes, size), "t.tar", async (member) => {
    const { path, kind, size, linkTarget } = member;
    const content = new TextDecoder().decode(await member.bytes(limit));
    found.push({ path, kind, size, ...(linkTarget !== undefined && { linkTarget }), content });
    return undefined;
  });
  return found;
}

const usual: readonly TarSpec[] = [
  { path: "./", type: "5" },
  { path: "./boot/", type: "5" },
  { path: "./boot/config-6.12", content: "CONFIG_MODULES=y\n" },
  { path: "./lib/modules/6.12/kernel/mii.ko", content: "x".repeat(1500) },
  { path: "./lib/modules/6.12/build", type: "2", linkTarget: "/usr/src/linux-headers-6.12" },
  { path: "./copy", type: "1", linkTarget: "./boot/config-6.12" },
  { path: "./dev/null", type: "3" },
];

test.each([1, 512, 777, 1 << 20])("members in chunks of %i bytes", async (size) => {
  expect(await seen(tar(usual), 2000, size)).toEqual([
    { path: "", kind: "directory", size: 0, content: "" },
    { path: "boot", kind: "directory", size: 0, content: "" },
    { path: "boot/config-6.12", kind: "file", size: 17, content: "CONFIG_MODULES=y\n" },
    { path: "lib/modules/6.12/kernel/mii.ko", kind: "file", size: 1500, content: "x".repeat(1500) },
    {
      path: "lib/modules/6.12/build",
      kind: "symlink",
      size: 0,
      content: "",
      linkTarget: "/usr/src/linux-headers-6.12",
    },
    { path: "copy", kind: "hardlink", size: 0, content: "", linkTarget: "boot/config-6.12" },
    { path: "dev/null", kind: "other", size: 0, content: "" },
  ]);
});

test("what is not asked for is passed over, and a visit can stop", async () => {
  const paths: string[] = [];
  await eachTarMember(chunksOf(bytesSource("t.tar", tar(usual))), "t.tar", async ({ path }) => {
    paths.push(path);
    return path === "lib/modules/6.12/build" ? "stop" : undefined;
  });
  expect(paths).toEqual([
    "",
    "boot",
    "boot/config-6.12",
    "lib/modules/6.12/kernel/mii.ko",
    "lib/modules/6.12/build",
  ]);
});

const long = `usr/src/${"d".repeat(120)}/${"e".repeat(120)}`;

test.each([
  ["GNU", [{ path: "././@LongLink", type: "L", content: `./${long}\0`, magic: "ustar " }]],
  ["pax", [{ path: "PaxHeaders/x", type: "x", content: paxRecord("path", long) }]],
] as const)("%s long names", async (_, before) => {
  const found = await seen([...before, { path: "short", content: "c" }, { path: "next", content: "n" }]);
  expect(found.map(({ path, content }) => [path, content])).toEqual([
    [long, "c"],
    ["next", "n"],
  ]);
});

test("long link targets, and a prefix", async () => {
  const found = await seen([
    { path: "././@LongLink", type: "K", content: `${long}\0` },
    { path: "link", type: "2", linkTarget: "short" },
    { path: "file", prefix: "usr/share" },
    { path: "old", prefix: "not a prefix", magic: "ustar " },
    { path: "g", type: "g", content: paxRecord("comment", "6.12") },
    { path: "PaxHeaders/y", type: "x", content: paxRecord("size", "3") + paxRecord("mtime", "1.5") },
    { path: "sized", content: "abc", size: "00000000000\0" },
  ]);
  expect(found.map(({ path, linkTarget, size }) => [path, linkTarget ?? size])).toEqual([
    ["link", long],
    ["usr/share/file", 0],
    ["old", 0],
    ["sized", 3],
  ]);
});

test("sizes in base 256", async () => {
  const archive = tar([{ path: "big", content: "abc" }]);
  const size = Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3);
  expect((await seen(withHeader(archive, 124, size)))[0]).toMatchObject({ size: 3, content: "abc" });
  const absurd = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
  await expect(seen(withHeader(archive, 124, absurd))).rejects.toMatchObject({
    name: "FormatError",
    offset: 124,
  });
});

/** The archive with bytes of its first header replaced, its checksum right again. */
function withHeader(archive: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  const copy = archive.slice();
  copy.set(bytes, at);
  copy.fill(0x20, 148, 156);
  const sum = copy.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  copy.set(text(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return copy;
}

test.each([
  [
    "a path above the root",
    [{ path: "ok", content: "x" }, { path: "a/../../etc/passwd" }],
    1024,
    "leads out of",
  ],
  ["an absolute path", [{ path: "/etc/passwd" }], 0, "leads out of"],
  ["a hard link above the root", [{ path: "x", type: "1", linkTarget: "../x" }], 0, "leads out of"],
  [
    "a long name above the root",
    [{ path: "l", type: "L", content: "../x\0" }, { path: "x" }],
    1024,
    "leads out of",
  ],
  ["a sparse file", [{ path: "s", type: "S" }], 0, 'type "S"'],
  ["a pax sparse file", [{ path: "p", type: "x", content: paxRecord("GNU.sparse.major", "1") }], 0, "sparse"],
  ["a pax record without end", [{ path: "p", type: "x", content: "99 path=x\n" }], 512, "pax record"],
  ["a pax record of length 0", [{ path: "p", type: "x", content: "0 path=x\n" }], 512, "pax record"],
  [
    "a pax size that is no number",
    [{ path: "p", type: "x", content: paxRecord("size", "-1") }],
    0,
    "no number",
  ],
  ["a size that is no number", [{ path: "x", size: "9999" }], 124, "no number"],
  ["names without end", [{ path: "l", type: "L", size: "77777777777\0" }], 512, "bytes of names"],
  ["content that is larger than the limit", [{ path: "x", content: "x".repeat(99) }], 0, "at most 50"],
] as const)("%s is an error", async (_, specs, offset, what) => {
  await expect(seen(specs, 50)).rejects.toMatchObject({
    name: "FormatError",
    source: "t.tar",
    offset,
    what: expect.stringContaining(what),
  });
});

test("an archive that is cut off is an error wherever it is cut", async () => {
  const whole = tar(usual);
  for (const length of [0, 100, 512, 1200, 2048, whole.length - 1024]) {
    await expect(seen(whole.slice(0, length), 2000)).rejects.toMatchObject({ name: "FormatError" });
  }
});

test("a member that is kept beyond its visit does not give the bytes of another", async () => {
  let kept: TarMember | undefined;
  await eachTarMember(pieces(tar(usual), 777), "t.tar", async (member) => {
    if (member.size === 17) kept = member;
    return undefined;
  });
  await expect(kept?.bytes(100)).rejects.toThrow("after its visit");
});

test("a changed header does not go unseen", async () => {
  const archive = tar(usual);
  archive[513] = 0x41;
  await expect(seen(archive)).rejects.toMatchObject({
    offset: 512,
    what: expect.stringContaining("checksum"),
  });
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(
    tar([{ path: "p", type: "x", content: paxRecord("path", "a/b") }, ...usual]),
    seen,
    300,
  );
});
