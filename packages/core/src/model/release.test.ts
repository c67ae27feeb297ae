import { expect, test } from "vitest";
import { hasReached } from "./release.ts";

test.each([
  ["6.12.95+deb12-amd64", 6, 12, true],
  ["6.12.95", 6, 13, false],
  ["7.0-rc1", 6, 19, true],
  ["5.19.17", 6, 2, false],
  ["", 5, 0, false],
])("%s has reached %i.%i: %s", (release, major, minor, reached) => {
  expect(hasReached(release, major, minor)).toBe(reached);
});
