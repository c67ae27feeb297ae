import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import type { Fact } from "../../model/fact.ts";
import { excludedBy, makeCommand, patchesFor } from "./dkms-build.ts";
import { parseDkmsConf } from "./dkms-conf.ts";
import { matchesPosix } from "./posix-regex.ts";

const conf = (lines: string) => parseDkmsConf(text(lines), "dkms.conf");
const told = <T>(fact: Fact<T>): T | string => (fact.known ? fact.value : fact.why.en);

test("the last MAKE whose condition fits is taken", () => {
  const read = conf('MAKE[0]=a\nMAKE[1]=b\nMAKE_MATCH[1]="^6\\."\nMAKE[2]=c\nMAKE_MATCH[2]=rpi\n');
  expect(told(makeCommand(read, "5.10.0-1"))).toBe("a");
  expect(told(makeCommand(read, "6.1.0-1"))).toBe("b");
  expect(told(makeCommand(read, "6.1.0-rpi"))).toBe("c");
  expect(told(makeCommand(conf("MAKE[0]=a\nMAKE_MATCH[0]=^7"), "6.1.0"))).toBe("");
  expect(told(makeCommand(conf("CLEAN=x"), "6.1.0"))).toBe("");
  expect(told(makeCommand(conf("MAKE[0]=a\nMAKE_MATCH[0]=$(x)"), "6.1.0"))).toContain("line 2");
  expect(told(makeCommand(conf('MAKE=a\nMAKE_MATCH="(a+)+b"'), "6.1.0"))).toContain("regular expression");
});

test("patches for a release", () => {
  const read = conf('PATCH[0]=a\nPATCH[1]=b\nPATCH_MATCH[1]="^(5|6)\\.[0-4]\\."');
  expect(told(patchesFor(read, "6.1.0"))).toEqual(["a", "b"]);
  expect(told(patchesFor(read, "6.12.0"))).toEqual(["a"]);
});

test("what dkms does not build for", () => {
  const kernel = { release: "6.1.0", arch: "x86_64", config: (name: string) => name === "CONFIG_PCI" };
  const excluded = (lines: string) => told(excludedBy(conf(lines), kernel));
  expect(excluded("")).toBeUndefined();
  expect(excluded("BUILD_EXCLUSIVE_KERNEL=^6")).toBeUndefined();
  expect(excluded("BUILD_EXCLUSIVE_KERNEL=^5")).toEqual({ directive: "BUILD_EXCLUSIVE_KERNEL", value: "^5" });
  expect(excluded('BUILD_EXCLUSIVE_ARCH="(arm|aarch)"')).toMatchObject({ directive: "BUILD_EXCLUSIVE_ARCH" });
  expect(excluded('BUILD_EXCLUSIVE_CONFIG="CONFIG_PCI !CONFIG_USB"')).toBeUndefined();
  expect(excluded('BUILD_EXCLUSIVE_CONFIG="CONFIG_PCI CONFIG_USB"')).toMatchObject({ value: "CONFIG_USB" });
  expect(excluded('BUILD_EXCLUSIVE_CONFIG="!CONFIG_PCI"')).toMatchObject({ value: "!CONFIG_PCI" });
  // What excludes for certain counts, whatever else is not known.
  expect(excluded("BUILD_EXCLUSIVE_KERNEL=$(x)\nBUILD_EXCLUSIVE_ARCH=arm")).toMatchObject({ value: "arm" });
  expect(excluded("BUILD_EXCLUSIVE_KERNEL=$(x)")).toContain("line 1");
});

test.each([
  ["^(5\\.[6-9]\\.|5\\.[1-9][0-9]\\.|[6-9]\\.)", "6.1.0-9", true],
  ["^(5\\.[6-9]\\.|5\\.[1-9][0-9]\\.|[6-9]\\.)", "5.5.0", false],
  ["REQUIRES CONFIG_X", "6.1.0", false],
  ["^[[:digit:]]+\\.", "6.1", true],
  ["(a+)+b", "aaaa", undefined],
  ["(a|a)*", "aaaa", undefined],
  ["a\\1", "a", undefined],
  ["[\\d]", "d", undefined],
  ["[]x]", "]", undefined],
  ["[", "[", undefined],
  ["a?a?a?a?a?a?a?a?", "aaaa", undefined],
])("%s on %s", (pattern, release, wanted) => {
  expect(matchesPosix(pattern, release)).toBe(wanted);
});
