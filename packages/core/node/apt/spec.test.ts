import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AptError } from "./apt-error.ts";
import { parseAptSpec } from "./spec.ts";

describe("parseAptSpec", () => {
  it.each([
    ["apt:linux-image-amd64", { name: "linux-image-amd64" }],
    ["apt:linux-image-armmp:armhf", { name: "linux-image-armmp", architecture: "armhf" }],
    ["apt:linux-image-amd64/sid", { name: "linux-image-amd64", suite: "sid" }],
    [
      "apt:linux-image-cloud-arm64:arm64=6.12.95-1~bpo12+1/bookworm-backports",
      {
        name: "linux-image-cloud-arm64",
        architecture: "arm64",
        version: "6.12.95-1~bpo12+1",
        suite: "bookworm-backports",
      },
    ],
    ["apt:g++=1:4.8-1", { name: "g++", version: "1:4.8-1" }],
    ["apt:linux-image-amd64/buster/updates", { name: "linux-image-amd64", suite: "buster/updates" }],
  ])("%s", (text, spec) => {
    expect(parseAptSpec(text)).toEqual(spec);
  });

  it.each(["apt:", "apt:x/../../etc", "apt:x/a/..", "apt:a b", "linux-image-amd64", "apt:xy=", "apt:xy/"])(
    "refuses %j",
    (text) => {
      expect(() => parseAptSpec(text)).toThrow(AptError);
    },
  );

  it("answers or refuses, whatever the text is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parseAptSpec(`apt:${text}`).suite ?? "").not.toContain("..");
        } catch (error) {
          if (!(error instanceof AptError)) throw error;
        }
      }),
    );
  });
});
