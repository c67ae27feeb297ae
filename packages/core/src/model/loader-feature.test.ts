import { expect, test } from "vitest";
import {
  featureIds,
  featuresByRelease,
  featuresFitting,
  featuresOf,
  generationOf,
} from "./loader-feature.ts";

test("a release has what came before it, and what its series took over", () => {
  expect([...featuresOf(5, 10, 223)]).toEqual([]);
  expect([...featuresOf(6, 1, 100)]).toEqual(["elf-messages", "taint-names-symbol", "test-taint"]);
  expect(featuresOf(6, 1, 192).has("section-index-checks")).toBe(true);
  expect(featuresOf(6, 12, 33).has("elf-checks-by-subject")).toBe(false);
  expect(featuresOf(6, 12, 117).has("elf-checks-by-subject")).toBe(true);
  // What was not taken over with it.
  expect(featuresOf(6, 12, 117).has("symbol-names-checks")).toBe(false);
  expect([...featuresOf(9, 0, 0)]).toEqual(featureIds);
});

test.each([
  ["5.12.19", "5.10"],
  ["5.13.0", "5.13"],
  ["6.3.13", "5.13"],
  ["6.12.107+deb13-amd64", "6.4"],
  ["6.12.117", "6.13"],
  ["7.0.9", "6.13"],
  ["7.1", "7.1"],
])("%s is of generation %s", (release, generation) => {
  const features = featuresByRelease(release);
  expect(features && generationOf(features)).toBe(generation);
});

test("what is no version has no features", () => {
  expect(featuresByRelease("next")).toBeUndefined();
});

test("a generation alone has what began it; a release that fits tells more", () => {
  expect(featuresFitting("6.13", "6.17.2").has("module-namespaces")).toBe(true);
  expect(featuresFitting("6.13", "6.1.0").has("module-namespaces")).toBe(false);
  expect(featuresFitting("6.13", "").has("elf-checks-by-subject")).toBe(true);
});
