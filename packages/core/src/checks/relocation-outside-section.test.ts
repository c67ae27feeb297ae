import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const elf = elfShape({ bits: 32, e_machine: 40 }, [
  section(".rel.text", { sh_type: 9, sh_flags: 0, sh_info: 1 }),
  section(".rel.modinfo", { sh_type: 9, sh_flags: 0, sh_info: 2 }),
]);
const at = (table: number, type: number, offset: number) => ({
  elf,
  relocations: { unusual: [], outside: { section: table, index: 3, type, symbolIndex: 1, offset } },
});

test("arm refuses it", () => {
  const verdict = judge({ architecture: architecture("arm") }, at(9, 2, 0x10_0000));
  expect(evidence(verdict, "relocation-outside-section")).toMatchObject([
    { section: ".modinfo", table: 9, size: 64 },
  ]);
});

// 6.12.95 armmp: count_plts() reads the place of a call before anybody looks where it is.
test("a call outside of the file is read before arm looks, and crashes it", () => {
  const far = judge({ architecture: architecture("arm") }, at(8, 28, 0x10_0000));
  expect(ids(far)).toContain("relocation-outside-section-unchecked");
  expect(ids(far)).not.toContain("relocation-outside-section");
  // Offsets have 32 bits, as pointers have: this one is before the section.
  const before = judge({ architecture: architecture("arm") }, at(8, 28, 0xffff_fff0));
  expect(ids(before)).toContain("relocation-outside-section");
  const near = judge({ architecture: architecture("arm") }, at(8, 28, 0x100));
  expect(ids(near)).toContain("relocation-outside-section");
});

// 6.12.95 armmp: "r_offset > sh_size - 4" is no test for a section that is smaller.
test("arm takes any place in an empty section", () => {
  const empty = elfShape({ bits: 32, e_machine: 40 }, [
    section(".rel.x", { sh_type: 9, sh_flags: 0, sh_info: 9 }),
    section("__jump_table", { sh_size: 0 }),
  ]);
  const outside = { section: 8, index: 0, type: 2, symbolIndex: 1, offset: 0 };
  const verdict = judge(
    { architecture: architecture("arm") },
    { elf: empty, relocations: { unusual: [], outside } },
  );
  expect(ids(verdict)).not.toContain("relocation-outside-section");
});

test("others do not look", () => {
  expect(evidence(judge({}, at(8, 2, 0x10_0000)), "relocation-outside-section")).toEqual([]);
});
