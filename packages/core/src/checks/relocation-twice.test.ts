import { expect, test } from "vitest";
import { architecture } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const relocations = { unusual: [], twice: { section: 8, index: 3, type: 2, symbolIndex: 5, offset: 4 } };

// 6.12.95 armmp: the init function's address is added to itself, and calling it is an oops.
const found = (name: "arm" | "arm64" | "x86_64") =>
  evidence(judge({ architecture: architecture(name) }, { relocations }), "relocation-twice");

test("hurts where addends stand in the section, and where the second writes over the first", () => {
  expect(found("arm")).toMatchObject([{ added: true }]);
  expect(found("arm64")).toMatchObject([{ added: false }]);
  expect(found("x86_64")).toEqual([]);
});
