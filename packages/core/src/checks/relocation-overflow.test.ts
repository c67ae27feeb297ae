import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const elf = elfShape({ e_machine: 183 }, [
  section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 }),
  section(".plt"),
  section(".init.plt"),
]);
const againstNothing = [{ section: 8, index: 3, type: 275, symbolIndex: 0, offset: 0x12 }];

const against = (type: number) => ({ section: 8, index: 3, type, symbolIndex: 0, offset: 0x12 });
const far = (type: number) => [{ ...against(type), addend: 2 ** 40 }];

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

test("x86_64 and riscv64 notice addends that nothing makes up for", () => {
  const plain = elfShape({}, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
  const x86 = judge({}, { elf: plain, relocations: { unusual: [], far: far(11) } });
  expect(evidence(x86, "relocation-overflow")).toMatchObject([{ cause: "addend", type: 11 }]);
  expect(
    evidence(judge({}, { elf, relocations: { unusual: [], far: far(4) } }), "relocation-overflow"),
  ).toEqual([]);
  const riscv = judge(
    { architecture: architecture("riscv64") },
    { elf: { ...plain, e_machine: 243 }, relocations: { unusual: [], far: far(23) } },
  );
  expect(riscv.predicted).toEqual({ errno: "EINVAL", log: ["hello: target …"] });
});

test("the first that is applied is the one that is told", () => {
  const verdict = judge(
    { architecture: architecture("arm64") },
    {
      elf,
      relocations: {
        unusual: [],
        againstNothing: [against(275)],
        roomless: [{ ...against(274), index: 1 }],
      },
    },
  );
  expect(evidence(verdict, "relocation-overflow")).toMatchObject([{ cause: "roomless", type: 274 }]);
});
