import { zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { ar } from "../../../test/build/ar-writer.ts";
import { text } from "../../../test/build/byte-writer.ts";
import { deb, gzip } from "../../../test/build/deb-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { tar } from "../../../test/build/tar-writer.ts";
import { xz } from "../../../test/build/xz-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { openDeb } from "./deb.ts";

const files = [
  { path: "./boot/config-6.12", content: "CONFIG_MODULES=y\n" },
  { path: "./lib/modules/6.12/a.ko", content: "a".repeat(5000) },
];
const zstd = (bytes: Uint8Array): Uint8Array => new Uint8Array(zstdCompressSync(bytes));
const plain = (bytes: Uint8Array): Uint8Array => bytes;

async function contents(bytes: Uint8Array): Promise<Record<string, number>> {
  const opened = await openDeb(bytesSource("x.deb", bytes));
  const found: Record<string, number> = {};
  await opened.each(async (member) => {
    found[member.path] = (await member.bytes(1 << 20)).length;
    return undefined;
  });
  return found;
}

test.each([
  [".gz", gzip],
  [".xz", xz],
  [".zst", zstd],
  ["", plain],
] as const)("data.tar%s is read", async (suffix, compress) => {
  expect(await contents(deb({ files, data: [suffix, compress] }))).toEqual({
    "boot/config-6.12": 17,
    "lib/modules/6.12/a.ko": 5000,
  });
});

test("compression is told by content, not by name", async () => {
  expect(await contents(deb({ files, data: [".gz", xz] }))).toHaveProperty("boot/config-6.12", 17);
});

test("the control file, with folded fields", async () => {
  const control =
    "Package: linux-image-6.12\nVersion: 6.12.95-1~bpo12+1\nDescription: Linux\n the kernel\n .\n as it is\n__proto__: x\n";
  const found = (await openDeb(bytesSource("x.deb", deb({ control, files })))).control;
  expect(found["Package"]).toBe("linux-image-6.12");
  expect(found["Version"]).toBe("6.12.95-1~bpo12+1");
  expect(found["Description"]).toBe("Linux\nthe kernel\n.\nas it is");
  expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
});

test("content can be visited again, also while another module inside is unpacked", async () => {
  const inner = deb({ files, data: [".xz", xz] });
  const outer = await openDeb(
    bytesSource("o.deb", deb({ files: [{ path: "inner.deb", content: inner }], data: [".xz", xz] })),
  );
  for (let pass = 0; pass < 2; pass += 1) {
    let found: unknown;
    await outer.each(async (member) => {
      found = await contents(await member.bytes(1 << 20));
      return "stop";
    });
    expect(found).toHaveProperty("boot/config-6.12", 17);
  }
});

test("a member that leads out of the package is an error", async () => {
  const bytes = deb({ files: [{ path: "./../../etc/cron.d/x", content: "" }] });
  await expect(contents(bytes)).rejects.toMatchObject({
    name: "FormatError",
    source: "x.deb!data.tar.gz",
    what: expect.stringContaining("leads out"),
  });
});

const control = gzip(tar([{ path: "control", content: "Package: p\n" }]));

test.each([
  ["no debian-binary", ar([["control.tar.gz", control]]), "format 2"],
  ["another format", ar([["debian-binary", text("3.0\n")]]), "format 2"],
  ["no control.tar", ar([["debian-binary", text("2.0\n")]]), "no member control.tar"],
  [
    "no data.tar",
    ar([
      ["debian-binary", text("2.0\n")],
      ["control.tar.gz", control],
    ]),
    "no member data.tar",
  ],
  [
    "no control file",
    ar([
      ["debian-binary", text("2.0\n")],
      ["control.tar", tar([])],
      ["data.tar", tar([])],
    ]),
    "no file control",
  ],
  ["a control file that is none", deb({ control: "nonsense\n", files }), "line 1"],
])("%s is damage", async (_, bytes, what) => {
  await expect(openDeb(bytesSource("x.deb", bytes))).rejects.toMatchObject({
    name: "FormatError",
    what: expect.stringContaining(what),
  });
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(deb({ files }), contents, 200);
  await survivesDamage(deb({ files, data: [".xz", xz] }), contents, 200);
  await survivesDamage(deb({ files, data: [".zst", zstd] }), contents, 200);
});
