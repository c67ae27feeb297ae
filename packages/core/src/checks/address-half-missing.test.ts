import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const elf = elfShape({ e_machine: 243 }, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const incomplete = { section: 8, index: 3, type: 23, symbolIndex: 5, offset: 0x10 };
const relocations = { unusual: [], incomplete };

// 6.12.117, 7.2.13
test("riscv64 loads it, and the code goes astray", () => {
  const verdict = judge({ architecture: architecture("riscv64") }, { elf, relocations });
  expect(evidence(verdict, "address-half-missing")).toMatchObject([{ section: ".text", offset: 0x10 }]);
  expect(verdict.outcome).toBe("unsafe");
});

test("others have no halves", () => {
  expect(evidence(judge({}, { elf, relocations }), "address-half-missing")).toEqual([]);
});
