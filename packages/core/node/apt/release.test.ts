import fc from "fast-check";
import { expect, it } from "vitest";
import { parseRelease } from "./release.ts";

const sha = "ab".repeat(32);
const body = `Origin: Debian Backports
NotAutomatic: yes
Architectures: all amd64 arm64
MD5Sum:
 ${"cd".repeat(16)} 12 main/binary-amd64/Packages.gz
SHA256:
 ${sha}      1234 main/binary-amd64/Packages.gz
 short 12 main/binary-arm64/Packages.gz`;

it("reads Release", () => {
  const release = parseRelease(body);
  expect(release).toMatchObject({
    origin: "Debian Backports",
    notAutomatic: true,
    architectures: ["all", "amd64", "arm64"],
  });
  expect([...release.files]).toEqual([["main/binary-amd64/Packages.gz", { sha256: sha, size: 1234 }]]);
});

it("reads the signed part of InRelease and nothing around it", () => {
  const signed = `Origin: Evil\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${body}\n-----BEGIN PGP SIGNATURE-----\nOrigin: Evil\n`;
  expect(parseRelease(signed)).toEqual(parseRelease(body));
  expect(parseRelease("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: cut off").origin).toBe("");
});

it("reads any text", () => {
  fc.assert(
    fc.property(fc.nat(body.length), fc.string(), (at, noise) => {
      const release = parseRelease(body.slice(0, at) + noise + body.slice(at + 1));
      return [...release.files.values()].every((file) => Number.isSafeInteger(file.size));
    }),
  );
});
