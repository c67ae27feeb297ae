import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const code = { userAccess: { section: ".text", offset: 0xa4 } };

const sections = [".plt", ".init.plt"].map((name) => section(name));

// 5.10.223, 6.1.176, 6.12.117, 7.2.13
test.each([
  ["arm64", 183],
  ["riscv64", 243],
] as const)("%s loads it, and a bad pointer crashes the kernel", (name, e_machine) => {
  const verdict = judge(
    { architecture: architecture(name) },
    { elf: elfShape({ e_machine }, sections), code },
  );
  expect(evidence(verdict, "exception-table-missing")).toEqual([code.userAccess]);
  expect(verdict.outcome).toBe("unsafe");
});

test("nothing is said where no code accesses user memory", () => {
  const verdict = judge({ architecture: architecture("arm64") }, { elf: elfShape({ e_machine: 183 }) });
  expect(evidence(verdict, "exception-table-missing")).toEqual([]);
});

test("nor of a module that is for another machine", () => {
  expect(evidence(judge({}, { code }), "exception-table-missing")).toEqual([]);
});
