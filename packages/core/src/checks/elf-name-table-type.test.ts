import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge(
    { generation: "6.13" },
    { elf: elfShape({ sections: sectionsWith(".shstrtab", { sh_type: 1 }) }) },
  );
  expect(evidence(verdict, "elf-name-table-type")).toEqual([{ index: 7, type: 1 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid ELF section name table type: 1"] });
});

test("kernels before 6.13 do not look", () => {
  const elf = elfShape({ sections: sectionsWith(".shstrtab", { sh_type: 1 }) });
  expect(judge({ generation: "6.4" }, { elf }).outcome).toBe("loads");
});
