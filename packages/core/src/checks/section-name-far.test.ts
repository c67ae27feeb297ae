import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const far = (sh_flags: number, sh_name = 0x10_0000) => ({
  elf: elfShape({}, [{ ...section(".x", { sh_flags, sh_name }), name: undefined }]),
});

// Seen on 6.12.95: an oops in strcmp().
test("6.4 to 6.12 read the name before they look where it is", () => {
  const verdict = judge({ generation: "6.4" }, far(2));
  expect(verdict.outcome).toBe("unsafe");
  expect(verdict.predicted).toEqual({ errno: null, log: [] });
  expect(ids(verdict)).toEqual(["section-name-far", "elf-section-name"]);
  expect(evidence(verdict, "section-name-far")).toEqual([{ index: 8, nameOffset: 0x10_0000 }]);
  expect(judge({ generation: "6.4" }, far(0)).outcome).toBe("unsafe");
});

// Seen on 5.10.223 and 6.1.176.
test("up to 6.3 that hurts only where the section does not occupy memory", () => {
  expect(judge({ generation: "5.13" }, far(2)).outcome).toBe("refused");
  expect(judge({ generation: "5.13" }, far(0)).outcome).toBe("unsafe");
});

test("within the file something is there to be read", () => {
  expect(ids(judge({ generation: "6.4" }, far(2, 1000)))).toEqual(["elf-section-name"]);
});

test("since 6.13 it is refused", () => {
  expect(judge({ generation: "6.13" }, far(0)).outcome).toBe("refused");
});
