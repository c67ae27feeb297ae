import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ e_shoff: 8000, e_shnum: 8, sections: [] }) });
  expect(evidence(verdict, "elf-section-table-bounds")).toEqual([{ offset: 8000, end: 8512, size: 8192 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid ELF section header overflow"] });
});

test("older kernels have one line for all ELF defects", () => {
  const verdict = judge(
    { generation: "5.10" },
    { elf: elfShape({ e_shoff: 8000, e_shnum: 8, sections: [] }) },
  );
  expect(verdict.predicted.log).toEqual(["Module has invalid ELF structures"]);
});
