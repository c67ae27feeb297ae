import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const [first = section(""), ...others] = elfShape().sections;
const zero = (sh_name: number) => ({
  elf: elfShape({ sections: [{ ...first, name: undefined, sh_name }, ...others] }),
});

// Seen on 5.10.223: an oops in strcmp(); 6.12.95 of arm64 went on, as there was memory.
test("is read wherever it is said to stand", () => {
  const verdict = judge({}, zero(0x10_0000));
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "section-zero-name-far")).toEqual([{ nameOffset: 0x10_0000 }]);
  expect(verdict.findings).toMatchObject([{ strayAccess: true, decisive: false }]);
});

test("within the file there is something to be read", () => {
  expect(ids(judge({}, zero(1000)))).toEqual([]);
});

test("of other architectures nobody looked", () => {
  expect(ids(judge({ architecture: architecture("s390x") }, zero(0x10_0000)))).not.toContain(
    "section-zero-name-far",
  );
});
