import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("x86_64 writes wherever it is told to", () => {
  const elf = elfShape({}, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
  const outside = { section: 8, index: 3, type: 2, symbolIndex: 1, offset: 0x1000 };
  const verdict = judge({}, { elf, relocations: { unusual: [], outside } });
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "relocation-outside-section-unchecked")).toEqual([
    { section: ".text", offset: 0x1000, type: 2, symbolIndex: 1, size: 64 },
  ]);
});
