import { unknown, known } from "@kofit/core";
import type { DkmsProblem } from "@kofit/core/node";
import { expect, test } from "vitest";
import { dkmsText } from "./dkms-text.ts";
import { isBad, type JudgedRow, type JudgedState } from "./judged.ts";

const why = { en: "line 3: shell code", zh: "第 3 行：shell 代码" };
const excluded = known({ directive: "BUILD_EXCLUSIVE_KERNEL", value: "^5" } as const, { input: "dkms.conf" });
const path = "lib/modules/6.1/updates/dkms/x.ko";

/** One of each, and whether it is a reason to fail. */
const problems: readonly (readonly [DkmsProblem, boolean])[] = [
  [{ problem: "source-missing", link: "/usr/src/x-1" }, true],
  [{ problem: "source-missing" }, true],
  [{ problem: "conf-unreadable", why }, true],
  [{ problem: "modules-unknown", why }, false],
  [{ problem: "module-missing", module: "x" }, true],
  [{ problem: "not-built", excluded: known(undefined, { input: "dkms.conf" }), log: "/var/make.log" }, true],
  [{ problem: "not-built", excluded: unknown(why, why) }, true],
  [{ problem: "not-built", excluded }, false],
  [{ problem: "not-installed" }, true],
  [{ problem: "not-installed", activeVersion: "2" }, false],
  [{ problem: "installed-missing", module: "x" }, true],
  [{ problem: "installed-differs", module: "x", path, packing: false }, true],
  [{ problem: "installed-differs", module: "x", path, packing: false, version: "2" }, true],
  [{ problem: "installed-differs", module: "x", path, packing: true }, false],
  [
    {
      problem: "weak",
      module: "x",
      path: "lib/modules/6.1/weak-updates/x.ko",
      target: "/lib/modules/6.0/extra/x.ko",
    },
    false,
  ],
  [{ problem: "other-copy", module: "x", path, chosen: true }, true],
  [{ problem: "other-copy", module: "x", path, chosen: false }, false],
  [{ problem: "not-in-modules-dep", module: "x", path }, true],
  [{ problem: "kernel-gone" }, false],
  [{ problem: "initramfs-differs", module: "x", image: "boot/initrd.img-6.1", path }, true],
];

const row = (problem: DkmsProblem): JudgedRow => ({
  name: "x",
  version: "1",
  release: "6.1",
  state: "installed",
  originalModule: false,
  modules: [],
  problems: [problem],
});
const state = (rows: readonly JudgedRow[]): JudgedState => ({
  root: "/mnt",
  rows,
  signing: {},
  dangling: [],
  danglingWeak: [],
  trouble: [],
});

test.each(problems)("$problem", (problem, bad) => {
  expect(isBad(row(problem))).toBe(bad);
});

for (const language of ["en", "zh"] as const) {
  test(`every problem in ${language}`, () => {
    const text = dkmsText(state(problems.map(([problem]) => row(problem))), language, {
      width: 80,
      colour: false,
      verbose: true,
    });
    expect(text).toMatchSnapshot();
  });
}

test("what is harmless is said with --verbose only", () => {
  const text = dkmsText(state([row({ problem: "kernel-gone" })]), "en", {
    width: 80,
    colour: false,
    verbose: false,
  });
  expect(text).not.toContain("this kernel is not installed");
  expect(text).toContain("Every DKMS module that is installed loads.");
});

test("a command can be pasted, whatever the names are", () => {
  const hostile = { ...row({ problem: "not-installed" }), name: "x; rm -rf '~'" };
  const text = dkmsText(state([hostile]), "en", { width: 200, colour: false, verbose: false });
  expect(text).toContain(String.raw`Run: dkms install 'x; rm -rf '\''~'\''/1' -k 6.1`);
});
