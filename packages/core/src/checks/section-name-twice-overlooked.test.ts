import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { ids, judge } from "../../test/build/judge.ts";

// Seen on 5.10.223 and 6.1.176.
test("older kernels warn and go on", () => {
  const elf = elfShape({}, [section(".text")]);
  const verdict = judge({ generation: "5.13", release: "6.1.0-50-amd64" }, { elf });
  expect(ids(verdict)).toEqual(["section-name-twice-overlooked"]);
  expect(verdict.outcome).toBe("loads");
  expect(ids(judge({}, { elf }))).toEqual(["section-name-twice"]);
});
