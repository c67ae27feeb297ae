import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const elf = elfShape({}, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const at = (type: number) => ({
  elf,
  relocations: { unusual: [], roomless: [{ section: 8, index: 0, type, symbolIndex: 9, offset: 4 }] },
});

// 6.12.95: a double fault; 7.2.13: a page fault.
test("is unsafe", () => {
  const verdict = judge({}, at(2));
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "percpu-without-room")).toMatchObject([{ section: ".text", offset: 4 }]);
});

// 5.10.223, 6.1.176, 6.12.95
test("is refused where address 0 is too far", () => {
  const features = new Set(["arm64-plts-always"] as const);
  const verdict = judge({ architecture: architecture("arm64"), features }, at(275));
  expect(evidence(verdict, "percpu-without-room")).toEqual([]);
  expect(evidence(verdict, "relocation-overflow")).toMatchObject([{ cause: "roomless", type: 275 }]);
});
