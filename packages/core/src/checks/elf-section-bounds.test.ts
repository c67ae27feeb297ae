import { expect, test } from "vitest";
import { elfShape, section, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ sections: sectionsWith(".text", { sh_offset: 8190 }) }) });
  expect(evidence(verdict, "elf-section-bounds")).toEqual([
    { index: 1, name: ".text", type: 1, offset: 8190, end: 8254, size: 8192 },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["Invalid ELF section in module (section 1 type 1)"],
  });
});

test("5.10 prints this line beside the general one", () => {
  const elf = elfShape({ sections: sectionsWith(".text", { sh_offset: 8190 }) });
  expect(judge({ generation: "5.10" }, { elf }).predicted.log).toEqual([
    "Invalid ELF section in module (section 1 type 1)",
    "Module has invalid ELF structures",
  ]);
});

test("a section without bytes in the file cannot be outside", () => {
  const elf = elfShape({}, [section(".bss", { sh_type: 8, sh_offset: 8190, sh_size: 4096 })]);
  expect(judge({}, { elf }).outcome).toBe("loads");
});
