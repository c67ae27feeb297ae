import { expect, test } from "vitest";
import { architecture, elfShape } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ e_machine: 183 }) });
  expect(evidence(verdict, "elf-wrong-architecture")).toEqual([
    { e_machine: 183, kernelMachine: 62, architecture: "x86_64" },
  ]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid architecture in ELF header: 183"] });
});

test("older kernels have one line for all ELF defects", () => {
  const verdict = judge({ generation: "5.10" }, { elf: elfShape({ e_machine: 183 }) });
  expect(verdict.predicted.log).toEqual(["Module has invalid ELF structures"]);
});

test("i386 takes EM_486 too", () => {
  const verdict = judge(
    { architecture: architecture("i386") },
    { elf: elfShape({ e_machine: 6, bits: 32 }) },
  );
  expect(ids(verdict)).not.toContain("elf-wrong-architecture");
});
