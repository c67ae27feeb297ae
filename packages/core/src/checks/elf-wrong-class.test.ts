import { expect, test } from "vitest";
import { architecture, elfShape } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ bits: 32, e_shentsize: 40 }) });
  expect(evidence(verdict, "elf-wrong-class")).toEqual([
    { bits: 32, kernelBits: 64, e_machine: 62, seenInHeader: false },
  ]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid ELF section header size"] });
});

test("riscv looks at the class", () => {
  const verdict = judge(
    { architecture: architecture("riscv64") },
    { elf: elfShape({ bits: 32, e_shentsize: 40, e_machine: 243 }) },
  );
  expect(verdict.predicted.log).toEqual(["Invalid architecture in ELF header: 243"]);
});

test("where EI_CLASS lies, only those that look at it refuse", () => {
  const lie = { bits: 64, classBits: 32 } as const;
  expect(evidence(judge({}, { elf: elfShape(lie) }), "elf-wrong-class")).toEqual([]);
  const verdict = judge(
    { architecture: architecture("riscv64") },
    { elf: elfShape({ ...lie, e_machine: 243 }) },
  );
  expect(evidence(verdict, "elf-wrong-class")).toMatchObject([{ bits: 32, kernelBits: 64 }]);
});

// Seen on 6.12.107 of riscv64.
test("riscv wants its own class and no other number", () => {
  const elf = elfShape({ e_machine: 243, bits: 64, classBits: 0 });
  const verdict = judge({ architecture: architecture("riscv64") }, { elf });
  expect(verdict.predicted.log).toEqual(["Invalid architecture in ELF header: 243"]);
  expect(judge({}, { elf: elfShape({ classBits: 0 }) }).outcome).toBe("loads");
});
