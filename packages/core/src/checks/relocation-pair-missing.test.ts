import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const elf = elfShape({ e_machine: 243 }, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const unpaired = { section: 8, index: 3, type: 24, symbolIndex: 5, offset: 0x12 };

// 6.12.117
test("riscv64 refuses it", () => {
  const verdict = judge(
    { architecture: architecture("riscv64") },
    { elf, relocations: { unusual: [], unpaired } },
  );
  expect(evidence(verdict, "relocation-pair-missing")).toMatchObject([{ section: ".text", offset: 0x12 }]);
  expect(verdict.predicted).toEqual({
    errno: "EINVAL",
    log: ["hello: Can not find HI20 relocation information"],
  });
});

test("others have no halves", () => {
  const verdict = judge({}, { elf, relocations: { unusual: [], unpaired } });
  expect(evidence(verdict, "relocation-pair-missing")).toEqual([]);
});

const withOutside = (offset: number, index: number) =>
  ids(
    judge(
      { architecture: architecture("riscv64") },
      { elf, relocations: { unusual: [], unpaired, outside: { ...unpaired, index, offset } } },
    ),
  );

// 6.12.117: the write outside is an oops; what ends a byte outside is written, and the other half is missed then.
test("what is written elsewhere before comes first", () => {
  expect(withOutside(0x1000, 0)).not.toContain("relocation-pair-missing");
  expect(withOutside(61, 0)).toContain("relocation-pair-missing");
  expect(withOutside(0x1000, 4)).toContain("relocation-pair-missing");
});
