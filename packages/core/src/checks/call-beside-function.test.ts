import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const elf = elfShape({}, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const at = (type: number, addend: number) => {
  const beside = { section: 8, index: 0, type, symbolIndex: 9, offset: 0x12, addend };
  return { elf, relocations: { unusual: [], beside, ...(addend >= 2 ** 31 && { far: [beside] }) } };
};

test("is unsafe", () => {
  const verdict = judge({}, at(4, 0));
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "call-beside-function")).toMatchObject([{ section: ".text", offset: 0x12 }]);
});

// 6.12.95: "Kernel text patching generated an invalid instruction", and the branch goes there.
test("is unsafe on arm64 however far it goes", () => {
  const verdict = judge({ architecture: architecture("arm64") }, at(283, 2 ** 32));
  expect(ids(verdict)).toContain("call-beside-function");
  expect(ids(verdict)).not.toContain("relocation-overflow");
});

// 6.12.117
test("is refused by riscv64 where it is too far", () => {
  const riscv = { architecture: architecture("riscv64") };
  expect(evidence(judge(riscv, at(18, 2 ** 32)), "call-beside-function")).toEqual([]);
  expect(evidence(judge(riscv, at(18, 2 ** 32)), "relocation-overflow")).toHaveLength(1);
  expect(evidence(judge(riscv, at(18, 2 ** 31)), "call-beside-function")).toHaveLength(1);
});
