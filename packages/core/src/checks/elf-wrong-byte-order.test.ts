import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ littleEndian: false, e_machine: 21 }) });
  expect(evidence(verdict, "elf-wrong-byte-order")).toEqual([
    { littleEndian: false, kernelLittleEndian: true, architecture: "x86_64", typeRead: 256 },
  ]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid ELF header type: 256 != 1"] });
});

test("older kernels have one line for all ELF defects", () => {
  const verdict = judge({ generation: "5.10" }, { elf: elfShape({ littleEndian: false, e_machine: 21 }) });
  expect(verdict.predicted.log).toEqual(["Module has invalid ELF structures"]);
});
