import { expect, test } from "vitest";
import { ids, judge } from "../../test/build/judge.ts";

// arm64, 5.10.223, 6.1.176, 6.12.95: a soft lockup; arm, 6.1.176: the same.
test("is unsafe", () => {
  const bare = { section: ".text", offset: 0x28, branch: true };
  const verdict = judge({}, { relocations: { unusual: [], bare } });
  expect(verdict.outcome).toBe("unsafe");
  expect(ids(verdict)).toEqual(["instruction-unrelocated"]);
  expect(judge({}, { relocations: { unusual: [], bare: { ...bare, branch: false } } }).outcome).toBe(
    "unsafe",
  );
});

test("is nothing where none was found", () => {
  expect(judge({}, {}).outcome).toBe("loads");
});
