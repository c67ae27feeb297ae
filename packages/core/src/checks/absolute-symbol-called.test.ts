import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const elf = elfShape({}, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const call = { section: 8, index: 0, type: 4, symbolIndex: 9, offset: 0x12, symbol: "kfree", address: 0 };

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.2.13: the call goes to address 0.
test("is unsafe", () => {
  const verdict = judge({}, { elf, relocations: { unusual: [], absoluteCalls: [call] } });
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "absolute-symbol-called")).toMatchObject([
    { symbol: "kfree", address: 0, section: ".text", offset: 0x12 },
  ]);
});

// 6.12.117
test("is refused where no call reaches that far", () => {
  const riscv = [{ ...call, type: 18 }];
  const verdict = judge(
    { architecture: architecture("riscv64") },
    { elf, relocations: { unusual: [], absoluteCalls: riscv } },
  );
  expect(evidence(verdict, "absolute-symbol-called")).toEqual([]);
  expect(evidence(verdict, "relocation-overflow")).toMatchObject([{ cause: "absolute", type: 18 }]);
});
