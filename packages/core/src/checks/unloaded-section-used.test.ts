import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const elf = elfShape({}, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const at = (...types: readonly number[]) => ({
  elf,
  relocations: {
    unusual: [],
    unloaded: types.map((type, index) => ({ section: 8, index, type, symbolIndex: 9, offset: index * 8 })),
  },
});

// Seen on 7.2.13 and, of arm, on 6.1.176.
test("is unsafe", () => {
  const verdict = judge({}, at(2, 1));
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "unloaded-section-used")).toMatchObject([
    { section: ".text", offset: 0, type: 2 },
  ]);
});

// 5.10.223, 6.1.176: an address of vmalloc() is not one of the last 2 GiB.
test("is refused where x86_64 has 32 bits for an address", () => {
  const verdict = judge({}, at(2, 11));
  expect(evidence(verdict, "unloaded-section-used")).toEqual([]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: [
      "module: overflow in relocation type 11 val …",
      "module: `hello' likely not compiled with -mcmodel=kernel",
    ],
  });
});

test("is unsafe on arm64, where it depends on KASLR what is too far", () => {
  const verdict = judge({ architecture: architecture("arm64") }, at(275));
  expect(evidence(verdict, "unloaded-section-used")).toHaveLength(1);
  expect(evidence(verdict, "relocation-overflow")).toEqual([]);
});
