import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const elf = elfShape({}, [section("__ksymtab_gpl")]);

test("is refused without a word", () => {
  const verdict = judge({}, { elf });
  expect(evidence(verdict, "exports-without-crc")).toEqual([{ sections: ["__ksymtab_gpl"] }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [] });
});

test("is fine with CRCs", () => {
  const both = elfShape({}, [section("__ksymtab_gpl"), section("__kcrctab_gpl")]);
  expect(judge({}, { elf: both }).outcome).toBe("loads");
});

test("since 7.1 nobody reads the GPL-only table", () => {
  expect(ids(judge({ generation: "7.1" }, { elf }))).toEqual(["gpl-exports-ignored"]);
});
