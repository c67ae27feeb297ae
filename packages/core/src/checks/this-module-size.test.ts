import { expect, test } from "vitest";
import { architecture, elfShape, modversions, unknownFact } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const LINE =
  "module hello: .gnu.linkonce.this_module section size must match the kernel's built struct module size at run time";

test("a module whose struct module lost a cache line is refused", () => {
  const verdict = judge({}, { thisModule: { size: 0x4c0, init: 0x138, exit: 0x490 } });
  expect(verdict.outcome).toBe("refused");
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [LINE] });
  expect(ids(verdict)).toEqual(["this-module-size"]);
  expect(evidence(verdict, "this-module-size")).toEqual([
    { moduleSize: 0x4c0, kernelSize: 0x500, difference: -64, cacheLine: 64 },
  ]);
});

test("where a cache line depends on the processor, none is named", () => {
  const verdict = judge(
    { architecture: architecture("arm") },
    { elf: elfShape({ bits: 32, e_machine: 40, e_shentsize: 40 }), thisModule: { size: 0x2c0 } },
  );
  expect(evidence(verdict, "this-module-size")).toEqual([
    { moduleSize: 0x2c0, kernelSize: 0x500, difference: 0x2c0 - 0x500 },
  ]);
});

test("without the kernel's size nothing is said", () => {
  const verdict = judge({ structModule: unknownFact }, {});
  expect(verdict.outcome).toBe("unknown");
  expect(verdict.inconclusive.map(({ check, missing }) => [check, missing[0]?.fact])).toEqual([
    ["this-module-size", "kernel.structModule"],
    ["relocation-target-in-use", "kernel.structModule"],
    ["struct-module-layout", "kernel.structModule"],
  ]);
});

test("it comes before the CRC of module_layout", () => {
  const verdict = judge(
    {},
    { thisModule: { size: 0x4c0 }, modversions: modversions({ module_layout: 0x12 }) },
  );
  expect(ids(verdict).slice(0, 2)).toEqual(["this-module-size", "module-layout-crc-mismatch"]);
  expect(verdict.predicted.log).toEqual([LINE]);
});
