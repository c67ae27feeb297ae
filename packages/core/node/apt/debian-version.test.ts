import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareVersions, satisfies } from "./debian-version.ts";

/** older, newer */
const ordered: [string, string][] = [
  ["6.12.95-1~bpo12+1", "6.12.95-1"],
  ["6.1.140-1", "6.1.170-3"],
  ["6.12.9-1", "6.12.38-1"],
  ["6.12~rc6-1~exp1", "6.12~rc6-1"],
  ["6.12~rc6-1", "6.12-1"],
  ["9.9-9", "1:0.1-1"],
  ["1.0", "1.0a"],
  ["1.0a", "1.0+"],
  ["1.0~~", "1.0~"],
  ["1.0~~a", "1.0~"],
  ["1.0-1", "1.0-1+b1"],
  ["1.2-3-1", "1.2-3-2"],
  ["7.2.13-1", "7.2.13+1"],
  ["99999999999999999998", "99999999999999999999"],
];
const equal: [string, string][] = [
  ["1.0", "1.0-0"],
  ["0:1.0", "1.0"],
  ["1.00", "1.0"],
  ["1.0-01", "1.0-1"],
  ["a", "a0"],
];

const hasDpkg = spawnSync("dpkg", ["--version"]).status === 0;
const dpkg = (a: string, relation: string, b: string): boolean =>
  spawnSync("dpkg", ["--compare-versions", a, relation, b]).status === 0;

describe("compareVersions", () => {
  it.each(ordered)("%s is older than %s", (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  it.each(equal)("%s is the same as %s", (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
  });

  it.skipIf(!hasDpkg)("agrees with dpkg on the table", () => {
    for (const [older, newer] of ordered)
      expect([older, newer, dpkg(older, "lt-nl", newer)]).toEqual([older, newer, true]);
    for (const [a, b] of equal) expect([a, b, dpkg(a, "eq", b)]).toEqual([a, b, true]);
  });

  it.skipIf(!hasDpkg)("agrees with dpkg on versions made at random", () => {
    const piece = fc.constantFrom("0", "1", "10", "09", "a", "Z", "~", "+", ".", "rc");
    const upstream = fc.array(piece, { maxLength: 6 }).map((pieces) => `1${pieces.join("")}`);
    const version = fc
      .tuple(fc.constantFrom("", "0:", "2:"), upstream, fc.constantFrom("", "-1", "-1~bpo1", "-0"))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(version, version, (a, b) => compareVersions(a, b) < 0 === dpkg(a, "lt", b)),
      { numRuns: 150 },
    );
  });
});

describe("satisfies", () => {
  it.each([
    ["2", "=", "2", true],
    ["2", "=", "2-0", true],
    ["2", "<<", "2", false],
    ["2", "<=", "2", true],
    ["2", ">=", "3", false],
    ["4", ">>", "3", true],
  ] as const)("%s %s %s: %s", (version, relation, wanted, answer) => {
    expect(satisfies(version, relation, wanted)).toBe(answer);
  });
});
