import { expect, it } from "vitest";
import { isOfOneRelease, purposeOf, releaseOfImage, unsignedNames } from "./kernel-packages.ts";
import { nearNames } from "./near-names.ts";

it("tells from its name what a package of a kernel is", () => {
  const names: [string, string, string | undefined][] = [
    ["linux-image-6.1.0-56-amd64", "image", "6.1.0-56-amd64"],
    ["linux-image-6.12.95+deb12-cloud-arm64-unsigned", "image", "6.12.95+deb12-cloud-arm64"],
    ["linux-image-unsigned-6.8.0-31-generic", "image", "6.8.0-31-generic"],
    ["linux-binary-7.2.13+deb14-rt-amd64", "image", "7.2.13+deb14-rt-amd64"],
    ["linux-image-686-pae", "image", undefined],
    ["linux-image-4kc-malta", "image", undefined],
    ["linux-image-generic-hwe-22.04", "image", undefined],
    ["linux-image-6.1.0-56-amd64-dbg", "debug", undefined],
    ["linux-modules-extra-6.8.0-31-generic", "modules", undefined],
    ["linux-base-7.2.13+deb14-amd64", "base", undefined],
    ["linux-base", "other", undefined],
    ["linux-headers-6.1.0-56-amd64", "headers", undefined],
    ["linux-headers-6.1.0-56-common-rt", "build", undefined],
    ["linux-kbuild-6.1", "build", undefined],
    ["linux-constructor-x", "other", undefined],
  ];
  expect(names.map(([name]) => [name, purposeOf(name), releaseOfImage(name)])).toEqual(names);
  expect(isOfOneRelease("linux-headers-amd64")).toBe(false);
  expect(isOfOneRelease("linux-modules-extra-6.8.0-31-generic")).toBe(true);
  expect(unsignedNames("linux-image-6.1-a")).toContain("linux-image-6.1-a-unsigned");
  expect(unsignedNames("linux-headers-6.1-a")).toEqual([]);
});

it("offers near names, and none where nothing is near", () => {
  const names = [
    "linux-image-arm64",
    "linux-image-cloud-arm64",
    "linux-image-amd64",
    "linux-headers-arm64",
    "bash",
  ];
  expect(nearNames("linux-image-arm46", names).slice(0, 2)).toEqual([
    "linux-image-arm64",
    "linux-image-amd64",
  ]);
  expect(nearNames("zzzzzzzz", names)).toEqual([]);
});
