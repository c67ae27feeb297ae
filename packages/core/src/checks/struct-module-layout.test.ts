import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const arm64 = {
  kernel: { architecture: architecture("arm64") },
  elf: elfShape({ e_machine: 183 }, [section(".plt"), section(".init.plt")]),
};

test("equal size and another offset of exit is unsafe on arm64", () => {
  const verdict = judge(arm64.kernel, {
    elf: arm64.elf,
    thisModule: { size: 0x500, init: 0x138, exit: 0x490 },
  });
  expect(verdict.outcome).toBe("unsafe");
  expect(verdict.predicted).toEqual({ errno: null, log: [] });
  expect(evidence(verdict, "struct-module-layout")).toEqual([
    { size: 0x500, misplaced: [{ member: "exit", moduleOffset: 0x490, kernelOffset: 0x4a8 }] },
  ]);
});

test("a module without init and exit has no offsets to compare", () => {
  expect(judge(arm64.kernel, { elf: arm64.elf, thisModule: { size: 0x500 } }).outcome).toBe("loads");
});

test("a kernel that does not tell offsets is not compared", () => {
  expect(judge({ structModule: { size: 0x500 } }, {}).outcome).toBe("loads");
});

test("x86_64 loads it where the place is still empty", () => {
  const verdict = judge({}, { thisModule: { size: 0x500, init: 0x130, exit: 0x4a8 } });
  expect(ids(verdict)).toEqual(["struct-module-layout"]);
});
