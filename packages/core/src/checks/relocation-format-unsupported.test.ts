import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const rel = (sh_type: number, sh_info: number, sh_flags = 0) =>
  elfShape({}, [section(sh_type === 9 ? ".rel.text" : ".rela.text", { sh_type, sh_flags, sh_info })]);

test("x86_64 reads relocations with addends only", () => {
  const verdict = judge({}, { elf: rel(9, 1) });
  expect(evidence(verdict, "relocation-format-unsupported")).toEqual([
    { architecture: "x86_64", section: ".rel.text" },
  ]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["module hello: REL relocation unsupported"] });
  expect(judge({}, { elf: rel(4, 1) }).outcome).toBe("loads");
});

const found = (name: "arm" | "i386" | "mips64el", type: number) =>
  evidence(
    judge({ architecture: architecture(name) }, { elf: rel(type, 1) }),
    "relocation-format-unsupported",
  );

test("i386 and arm read those without, 64-bit MIPS both", () => {
  expect(found("arm", 4)).toHaveLength(1);
  expect(found("i386", 4)).toHaveLength(1);
  expect(found("arm", 9)).toEqual([]);
  expect(found("mips64el", 4)).toEqual([]);
  expect(found("mips64el", 9)).toEqual([]);
});

test("what does not occupy memory, is not there or is for livepatch is not looked at", () => {
  expect(judge({}, { elf: rel(9, 6) }).outcome).toBe("loads");
  expect(judge({}, { elf: rel(9, 99) }).outcome).toBe("loads");
  expect(judge({}, { elf: rel(9, 1, 0x10_0000) }).outcome).toBe("loads");
});
