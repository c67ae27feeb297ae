import { expect, test } from "vitest";
import { ids, judge } from "../../test/build/judge.ts";

const staging = { modinfo: [["staging", "Y"]] as const };

// Seen on 5.10.223, 6.1.176 and 6.12.95.
test("is told each time", () => {
  const verdict = judge({}, staging);
  expect(ids(verdict)).toEqual(["taints-staging"]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted).toEqual({
    errno: null,
    log: ["hello: module is from the staging directory, the quality is unknown, you have been warned."],
  });
});

test("no other module says so", () => {
  expect(ids(judge({}, { modinfo: [["intree", "Y"]] }))).toEqual([]);
});
