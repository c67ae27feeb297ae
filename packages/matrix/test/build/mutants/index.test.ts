import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mutants } from "./index.ts";

const ids = mutants.map(({ id }) => id);

test("every mutant has an id of its own, and says in a sentence what was changed", () => {
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, change } of mutants) {
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-zA-Z0-9]+)*$/);
    expect(change.length).toBeGreaterThan(3);
    expect(change).not.toMatch(/[.\n]$/);
  }
});

test("every mutant is of a seed that there is", () => {
  const seeds = new Set(
    readdirSync(join(import.meta.dirname, "../seeds")).map((name) => name.replace(/\.c$/, "")),
  );
  for (const { seed, load } of mutants) {
    expect(seeds).toContain(seed);
    for (const before of load.before ?? []) expect(seeds).toContain(before.replace(/^seed-/, ""));
  }
});

test("there are enough of them", () => {
  expect(ids.length).toBeGreaterThan(500);
});
