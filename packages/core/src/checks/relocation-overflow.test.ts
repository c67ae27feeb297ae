import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const elf = elfShape({ e_machine: 183 }, [
  section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 }),
  section(".plt"),
  section(".init.plt"),
]);
const againstNothing = [{ section: 8, index: 3, type: 275, symbolIndex: 0, offset: 0x12 }];

// Seen on 6.12.95.
test("arm64 notices ADRP to address 0", () => {
  const verdict = judge(
    { architecture: architecture("arm64"), features: new Set(["arm64-plts-always"] as const) },
    { elf, relocations: { unusual: [], againstNothing } },
  );
  const [found] = evidence(verdict, "relocation-overflow");
  expect(found).toMatchObject({ section: ".text", type: 275 });
  expect(verdict.predicted.log).toContain("Modules: module hello: overflow in relocation type 275 val …");
});

test("x86_64 does not", () => {
  expect(
    evidence(judge({}, { elf, relocations: { unusual: [], againstNothing } }), "relocation-overflow"),
  ).toEqual([]);
});
