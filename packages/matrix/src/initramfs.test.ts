import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { cpio, type CpioEntry, S_IFCHR, S_IFDIR, S_IFREG } from "./initramfs.ts";

async function archive(entries: readonly CpioEntry[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of cpio(entries)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test("a header is the magic number and thirteen numbers of eight digits", async () => {
  const bytes = await archive([
    { name: "abc", mode: S_IFREG | 0o644, content: Uint8Array.of(1, 2, 3, 4, 5) },
  ]);
  const text = bytes.toString("latin1");
  expect(text.slice(0, 110)).toBe(
    "070701" +
      "00000001" +
      "000081a4" +
      "00000000".repeat(2) +
      "00000001" +
      "00000000" +
      "00000005" +
      "00000000".repeat(4) +
      "00000004" +
      "00000000",
  );
  // Name and content end at multiples of 4, counted from the header's start.
  expect(text.slice(110, 116)).toBe("abc\0\0\0".slice(0, 6));
  expect([...bytes.subarray(116, 124)]).toEqual([1, 2, 3, 4, 5, 0, 0, 0]);
  expect(text.slice(124)).toContain("TRAILER!!!");
  expect(bytes.length % 4).toBe(0);
});

test("a device has its numbers", async () => {
  const text = (await archive([{ name: "c", mode: S_IFCHR | 0o600, device: [5, 1] }])).toString("latin1");
  expect(text.slice(78, 94)).toBe("0000000500000001");
});

test.skipIf(spawnSync("cpio", ["--version"]).error)("cpio unpacks it", async () => {
  const content = Buffer.from("hello\n");
  const bytes = await archive([
    { name: "dev", mode: S_IFDIR | 0o755 },
    { name: "dev/file", mode: S_IFREG | 0o600, content },
  ]);
  const listed = execFileSync("cpio", ["-t", "--quiet"], { input: bytes, encoding: "utf8" });
  expect(listed).toBe("dev\ndev/file\n");
  expect(execFileSync("cpio", ["-i", "--to-stdout", "--quiet", "dev/file"], { input: bytes })).toEqual(
    content,
  );
});
