import { expect, test } from "vitest";
import { compilerDrift, compilerInBanner } from "./compiler-drift.ts";

const debian = "aarch64-linux-gnu-gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0";

test.each([
  ["the same, called otherwise", debian, "gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0", false, undefined],
  ["another package of the same version", debian, "gcc-12 (Debian 12.2.0-14) 12.2.0", false, false],
  ["a newer one", debian, "gcc (GCC) 15.1.1 20250425", false, false],
  ["an older one", "gcc (GCC) 15.1.1 20250425", debian, false, false],
  ["another kind", "Debian clang version 18.1.8 (12)", debian, false, true],
  [
    "with plugins, another package is another compiler",
    debian,
    "gcc-12 (Debian 12.2.0-14) 12.2.0",
    true,
    true,
  ],
  ["one that is not understood", "icc 19", debian, false, false],
] as const)("%s", (_, kernel, here, plugins, matters) => {
  expect(compilerDrift(kernel, here, plugins)?.matters).toBe(matters);
});

test("only a compiler that cannot be older is called noise", () => {
  const older = compilerDrift("gcc-14 (Debian 14.2.0-19) 14.2.0", debian, false);
  expect(older?.text.en).toContain("an older one may lack options");
  const newer = compilerDrift(debian, "gcc-14 (Debian 14.2.0-19) 14.2.0", false);
  expect(newer?.text.en).toContain("that is noise");
});

test.each([
  [
    `Linux version 6.12.95+deb12-cloud-arm64 (debian-kernel@lists.debian.org) (${debian}, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP`,
    debian,
  ],
  ["Linux version 6.9.1 (a@b) (clang version 18.1.8, LLD 18.1.8) #1 SMP", "clang version 18.1.8"],
  ["Linux version 6.9.1 (a@b) #1 SMP", undefined],
])("the compiler in a banner: %s", (banner, compiler) => {
  expect(compilerInBanner(banner)).toBe(compiler);
});
