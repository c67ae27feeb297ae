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

test("is fine with an empty section of CRCs, and with less than a row of exports", () => {
  const empty = elfShape({}, [section("__ksymtab_gpl"), section("__kcrctab_gpl", { sh_size: 0 })]);
  expect(judge({}, { elf: empty }).outcome).toBe("loads");
  const word = elfShape({}, [section("__ksymtab_gpl", { sh_size: 4 })]);
  expect(judge({}, { elf: word }).outcome).toBe("loads");
});

test("since 7.1 nobody reads the GPL-only table", () => {
  expect(ids(judge({ generation: "7.1" }, { elf }))).toEqual(["gpl-exports-ignored"]);
});
