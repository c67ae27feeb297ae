import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge(
    { generation: "6.13" },
    { elf: elfShape({ sections: sectionsWith(".strtab", { sh_type: 1 }) }) },
  );
  expect(evidence(verdict, "symbol-names-type")).toEqual([{ index: 6, type: 1 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid ELF symbol string table type: 1"] });
});
