import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("kernels before 6.4 load it and read the wrong members", () => {
  const verdict = judge(
    { generation: "5.13", architecture: architecture("arm64") },
    {
      elf: elfShape({ e_machine: 183 }, [section(".plt"), section(".init.plt")]),
      thisModule: { size: 0x4c0, init: 0x138, exit: 0x490 },
    },
  );
  expect(verdict.outcome).toBe("unsafe");
  expect(verdict.predicted).toEqual({ errno: null, log: [] });
  expect(evidence(verdict, "this-module-size-unchecked")).toEqual([
    {
      moduleSize: 0x4c0,
      kernelSize: 0x500,
      difference: -64,
      misplaced: [{ member: "exit", moduleOffset: 0x490, kernelOffset: 0x4a8 }],
      cacheLine: 64,
    },
  ]);
});
