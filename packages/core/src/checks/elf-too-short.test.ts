import { expect, test } from "vitest";
import { elfShape, unknownFact } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ hasHeader: false, size: 40, sections: [] }) });
  expect(evidence(verdict, "elf-too-short")).toEqual([{ size: 40, wanted: 64 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid ELF header len 40"] });
});

test("older kernels have one line for all ELF defects", () => {
  const verdict = judge(
    { generation: "5.10" },
    { elf: elfShape({ hasHeader: false, size: 40, sections: [] }) },
  );
  expect(verdict.predicted.log).toEqual(["Module has invalid ELF structures"]);
});

test("what only a damaged file hides is not inconclusive behind it", () => {
  const elf = elfShape({ hasHeader: false, size: 40, sections: [] });
  const verdict = judge({}, { elf, name: unknownFact, vermagic: unknownFact, imports: unknownFact });
  expect(verdict.outcome).toBe("refused");
  expect(verdict.inconclusive).toEqual([]);
});
